namespace SegLab.Losses.Kernels;

/// <summary>What a kernel is called with: pinned, dense memory and its shape.</summary>
unsafe struct LossArguments
{
    /// <summary>N, C and the product of the spatial extents.</summary>
    public int Images, Channels;

    /// <inheritdoc cref="Images"/>
    public nint Pixels;

    /// <summary>The spatial extents.</summary>
    public nint[] Extents;

    /// <summary><c>[N, C, pixels]</c>.</summary>
    public float* Logits;

    /// <summary><c>[N, C, pixels]</c>, or null.</summary>
    public float* Gradient;

    /// <summary>Whether to add to the gradient and not to overwrite it.</summary>
    public bool Accumulate;

    public TargetKind Kind;

    /// <summary><c>[N, pixels]</c> of the kind's integers.</summary>
    public void* Labels;

    /// <summary><c>[N, C, pixels]</c>.</summary>
    public float* Soft;

    /// <summary><c>[N, pixels]</c>, or null.</summary>
    public float* PixelWeights;

    /// <summary>Instance numbers, <c>[N, pixels]</c>, or null.</summary>
    public int* Instances;

    public int? IgnoreIndex;

    /// <summary>Receives values that are not reduced, or null.</summary>
    public float* Map;

    public int MapLength;

    public int Threads;
}
