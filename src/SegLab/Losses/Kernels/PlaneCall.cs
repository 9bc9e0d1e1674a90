namespace SegLab.Losses.Kernels;

/// <summary>What a plane term is called with. Planes are dense, <c>[N, C, pixels]</c>.</summary>
unsafe struct PlaneCall
{
    /// <summary>N, C and the product of the spatial extents.</summary>
    public int Images, Channels;

    /// <inheritdoc cref="Images"/>
    public nint Pixels;

    /// <summary>The spatial extents.</summary>
    public nint[] Extents;

    /// <summary>The probabilities, or the values as they were given (hinge).</summary>
    public float* Predictions;

    /// <summary>d loss / d prediction, zeroed before the first term; null when only the value is wanted.</summary>
    public float* Slopes;

    /// <summary><c>[N, pixels]</c>: the label of each pixel, <see cref="Tile.NoLabel"/> where it does not count; 0 where it does and <see cref="Soft"/> is set.</summary>
    public int* Labels;

    /// <summary>A soft or one-hot target, or null.</summary>
    public float* Soft;

    /// <summary>Pixel weights <c>[N, pixels]</c>, or null for all 1.</summary>
    public float* Weights;

    /// <summary>Receives values that are not reduced, or null.</summary>
    public float* Map;

    public int MapLength;

    public int Threads;

    /// <summary>The label that a channel stands for: with one channel, label 1 is the foreground.</summary>
    public readonly int LabelOf(int channel) => Channels == 1 ? 1 : channel;
}
