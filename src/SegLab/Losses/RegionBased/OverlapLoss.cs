using SegLab.Losses.Kernels;

namespace SegLab.Losses;

/// <summary>A region loss that is a ratio of sums, kept away from 0 / 0 by smoothing.</summary>
public abstract record OverlapLoss : RegionLoss
{
    private protected OverlapLoss()
    {
    }

    /// <summary>Added to numerator and denominator as they stand in the formula, not negative (default 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double Smooth { get; init => field = Require.NotNegative(value); } = 1;

    /// <summary>Added to the denominator in place of <see cref="Smooth"/>; null for the same.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double? SmoothDenominator { get; init => field = value is { } smooth ? Require.NotNegative(smooth) : null; }

    /// <summary>The least that the denominator, with its smoothing, is taken for (default 0). With a denominator of 0 the score is 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double DenominatorFloor { get; init => field = Require.NotNegative(value); }

    /// <summary>What each pixel adds to the sums.</summary>
    public OverlapMeasure Overlap { get; init; }

    internal sealed override OverlapMeasure Measure => Overlap;

    private protected Smoothing Smoothing => new(Smooth, SmoothDenominator ?? Smooth, DenominatorFloor);
}
