namespace SegLab.Training.Studies.Runs;

/// <summary>How many standard errors a 95 % interval reaches to each side when the deviation is estimated from few values (Student 1908).</summary>
static class StudentQuantile
{
    const double Normal = 1.959963984540054;

    // Where the expansion below is not yet good: 1 to 10 degrees of freedom.
    static readonly double[] few = [12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281];

    /// <summary>The 97.5 % quantile of the t distribution.</summary>
    /// <param name="degrees">Degrees of freedom, 1 or more: one less than there are values.</param>
    public static double TwoSided95(int degrees)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(degrees);
        if (degrees <= few.Length) return few[degrees - 1];

        // Cornish and Fisher's expansion (Abramowitz and Stegun, 26.7.5).
        double square = Normal * Normal, part = 1.0 / degrees;
        double first = (square + 1) / 4, second = ((5 * square + 16) * square + 3) / 96, third = (((3 * square + 19) * square + 17) * square - 15) / 384;
        return Normal * (1 + part * (first + part * (second + part * third)));
    }
}
