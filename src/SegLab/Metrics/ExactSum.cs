namespace SegLab.Metrics;

/// <summary>A sum of numbers that are not negative, in whole multiples of 2^-62: the same, bit for bit, in whatever order they are added.</summary>
/// <remarks>A number is rounded to such a multiple once, when it enters: by less than 1.1e-19. A double of 2^-9 or more is one already.</remarks>
/// <param name="Units">The multiples of 2^-62.</param>
public readonly record struct ExactSum(UInt128 Units)
{
    const double UnitsPerOne = 1L << 62;

    /// <summary>The sum of one number.</summary>
    /// <param name="value">0 or more, below 2^60.</param>
    public static ExactSum Of(double value) => new((UInt128)Math.Round(value * UnitsPerOne));

    /// <summary>The sum as the nearest double.</summary>
    public double Value => (double)Units / UnitsPerOne;

    /// <summary>Both together.</summary>
    public static ExactSum operator +(ExactSum first, ExactSum second) => new(first.Units + second.Units);
}
