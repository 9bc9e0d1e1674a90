namespace SegLab.Metrics;

/// <summary>The normal distribution with mean 0 and variance 1.</summary>
static class NormalDistribution
{
    /// <summary>The probability of a value that is at least so far from 0, on either side; to about 1e-13 of itself.</summary>
    public static double TwoSided(double distance)
    {
        double x = Math.Abs(distance) / Math.Sqrt(2);
        return x < 2.5 ? 1 - Series(x) : ContinuedFraction(x);
    }

    /// <summary>erf x = 2/sqrt(pi) e^(-x²) (x + 2 x³/3 + 4 x⁵/15 + ...): all terms are positive (Abramowitz and Stegun 7.1.6).</summary>
    static double Series(double x)
    {
        double term = x, sum = x;
        for (int n = 1; term > 1e-17 * sum; n++) sum += term *= 2 * x * x / (2 * n + 1);
        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    /// <summary>erfc x = e^(-x²) / sqrt(pi) / (x + (1/2)/(x + 1/(x + (3/2)/(x + ...)))) (Abramowitz and Stegun 7.1.14), from the inside.</summary>
    static double ContinuedFraction(double x)
    {
        double rest = x;
        for (int n = 80; n > 0; n--) rest = x + n / 2.0 / rest;
        return Math.Exp(-x * x) / Math.Sqrt(Math.PI) / rest;
    }
}
