using SegLab.Losses.Kernels;

namespace SegLab.Losses;

/// <summary>What a class weighs in a generalized Dice loss, Y being its pixels in the target.</summary>
public enum VolumeWeighting
{
    /// <summary>1 / Y^2.</summary>
    Square,

    /// <summary>1 / Y.</summary>
    Simple,

    /// <summary>1.</summary>
    Uniform,
}

/// <summary>A loss of one overlap over all classes together, each weighed by its size in the target.</summary>
public abstract record GeneralizedOverlapLoss : PerClassLoss
{
    private protected GeneralizedOverlapLoss()
    {
    }

    /// <summary>What a class weighs. A class that the target lacks has the largest weight of the others, or 0 when there is none.</summary>
    public VolumeWeighting Weighting { get; init; }

    /// <summary>Added to the sizes before the weights are taken, not negative; above 0 an absent class gets its huge weight as it comes (default 0).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double VolumeEpsilon { get; init => field = Require.NotNegative(value); }

    /// <summary>Added to numerator and denominator as they stand in the formula, not negative (default 1e-5).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double Smooth { get; init => field = Require.NotNegative(value); } = 1e-5;

    /// <summary>Added to the denominator in place of <see cref="Smooth"/>; null for the same.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double? SmoothDenominator { get; init => field = value is { } smooth ? Require.NotNegative(smooth) : null; }

    internal Smoothing Smoothing => new(Smooth, SmoothDenominator ?? Smooth, 0);

    internal override string? Fault => base.Fault ?? (ClassWeights is null ? null : "weighs classes by their size and takes no class_weights");

    internal override (nint Count, string Shape) ValuesOf(int images, int channels, nint pixels) =>
        Aggregate == Aggregate.Batch ? (1, "[1]") : (images, "[N]");
}
