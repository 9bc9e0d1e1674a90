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

    /// <summary><c>[N, pixels]</c>: the label of each pixel, <see cref="Tile.NoLabel"/> where it does not count; of a soft target, the class with the largest share.</summary>
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

    /// <summary>The target at a pixel of a channel: 1, 0, or its share.</summary>
    public readonly float TargetOf(int image, int channel, nint pixel) => Soft != null
        ? Soft[((nint)image * Channels + channel) * Pixels + pixel]
        : Labels[image * Pixels + pixel] == LabelOf(channel) ? 1 : 0;

    /// <summary>Checks that a soft target, if there is one, says one class a pixel.</summary>
    /// <exception cref="ArgumentException">It does not.</exception>
    public readonly void RequireOneClass(string loss)
    {
        if (Soft == null) return;
        for (int image = 0; image < Images; image++)
            for (int k = 0; k < Channels; k++)
                for (nint i = 0; i < Pixels; i++)
                {
                    float share = Soft[((nint)image * Channels + k) * Pixels + i];
                    if (share == (Labels[image * Pixels + i] == LabelOf(k) ? 1 : 0)) continue;
                    throw new ArgumentException(
                        $"{loss} needs a label map, or a target of one class a pixel; this one has {share} at image {image}, channel {k}, pixel {i}.");
                }
    }
}
