using SegLab.Metrics;

namespace SegLab.Training.Studies.Runs;

/// <summary>The mean of a figure over runs that differ in their seed, with Student's 95 % interval of it (1908).</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Interval">Where the mean of many more seeds lies, if the figure is spread as a normal distribution.</param>
/// <param name="Deviation">The standard deviation of one seed.</param>
readonly record struct SeedMean(double Mean, ConfidenceInterval Interval, double Deviation)
{
    /// <summary>Summarises two figures or more, one a seed.</summary>
    /// <exception cref="ArgumentException">There are fewer than two.</exception>
    public static SeedMean Of(IEnumerable<double> figures)
    {
        double[] values = [.. figures];
        if (values.Length < 2) throw new ArgumentException($"An interval over seeds takes two or more, not {values.Length}.", nameof(figures));
        double mean = values.Average();
        double deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
        double reach = StudentQuantile.TwoSided95(values.Length - 1) * deviation / Math.Sqrt(values.Length);
        return new SeedMean(mean, new ConfidenceInterval(mean - reach, mean + reach), deviation);
    }

    /// <summary>Summarises what the first has more than the second, seed by seed.</summary>
    public static SeedMean OfDifferences(IEnumerable<double> first, IEnumerable<double> second) => Of(first.Zip(second, (one, other) => one - other));

    /// <summary>What the interval says of the claim that the mean lies above a number.</summary>
    public Finding IsAbove(double number) => Interval.Low > number ? Finding.Holds : Interval.High < number ? Finding.Fails : Finding.CannotBeTold;

    /// <summary>What the interval says of the claim that the mean lies below a number.</summary>
    public Finding IsBelow(double number) => Interval.High < number ? Finding.Holds : Interval.Low > number ? Finding.Fails : Finding.CannotBeTold;

    /// <summary>The mean with its interval.</summary>
    /// <param name="format">How each number is written.</param>
    public string Text(string format) => $"{Number(Mean, format)} [{Number(Interval.Low, format)}, {Number(Interval.High, format)}]";

    static string Number(double value, string format)
    {
        string text = value.ToString(format);
        bool isZero = !text.AsSpan().ContainsAnyInRange('1', '9');
        return text.Replace("-", isZero ? "" : "\u2212", StringComparison.Ordinal);
    }
}
