namespace SegLab.Training.Kernels;

/// <summary>Where the coefficients of a batch normalisation stand for one block of sixteen channels.</summary>
readonly unsafe struct NormalizationBlock(float* coefficients, nint stride)
{
    /// <summary>How many coefficients a channel has.</summary>
    public const int Coefficients = 6;

    /// <summary>normalised = scale * value + shift.</summary>
    public float* Scale => coefficients;

    /// <summary>See <see cref="Scale"/>.</summary>
    public float* Shift => coefficients + stride;

    /// <summary>The batch's mean.</summary>
    public float* Mean => coefficients + 2 * stride;

    /// <summary>gradient below = of gradient * gradient above + of value * value + of one.</summary>
    public float* OfGradient => coefficients + 3 * stride;

    /// <summary>See <see cref="OfGradient"/>.</summary>
    public float* OfValue => coefficients + 4 * stride;

    /// <summary>See <see cref="OfGradient"/>.</summary>
    public float* OfOne => coefficients + 5 * stride;
}
