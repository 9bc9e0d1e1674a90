namespace SegLab.Metrics;

/// <summary>Two methods compared by a score of each image, the first less the second.</summary>
/// <param name="Images">Images on which both have a score.</param>
/// <param name="MeanDifference">The mean difference; NaN without images.</param>
/// <param name="Interval">The percentile interval of the mean difference from the paired bootstrap.</param>
/// <param name="BootstrapPValue">
/// Two-sided: twice the share of resamples on the less likely side of zero, counting one more than drawn, so that it is never 0.
/// </param>
/// <param name="SignedRank">Wilcoxon's test of the same differences.</param>
public sealed record PairedComparison(int Images, double MeanDifference, ConfidenceInterval Interval, double BootstrapPValue, WilcoxonSignedRank SignedRank)
{
    /// <summary>Compares the scores of two methods on the same images.</summary>
    /// <param name="first">A score an image; images with NaN in either are left out.</param>
    /// <param name="second">Scores of the same images in the same order.</param>
    /// <param name="resamples">How often to draw, at least 1.</param>
    /// <param name="level">The share of the resamples that the interval holds, between 0 and 1.</param>
    /// <param name="seed">What to draw from; equal seeds give equal draws.</param>
    /// <exception cref="ArgumentException">There are more scores of one than of the other.</exception>
    public static PairedComparison Of(ReadOnlySpan<double> first, ReadOnlySpan<double> second, int resamples = 2000, double level = 0.95, ulong seed = 0)
    {
        if (first.Length != second.Length) throw new ArgumentException($"There are {first.Length} scores of the first and {second.Length} of the second.");
        var differences = new List<double>(first.Length);
        for (int i = 0; i < first.Length; i++)
            if (first[i] - second[i] is not double.NaN and var difference) differences.Add(difference);

        WilcoxonSignedRank signedRank = WilcoxonSignedRank.Of(first, second);
        if (differences.Count == 0) return new(0, double.NaN, new(double.NaN, double.NaN), 1, signedRank);
        double[] means = new PairedBootstrap(differences.Count, resamples, seed).Means([.. differences]);
        int rarer = Math.Min(means.Count(mean => mean <= 0), means.Count(mean => mean >= 0));
        return new(
            differences.Count, differences.Average(), PairedBootstrap.Interval(means, level), Math.Min(1, 2.0 * (rarer + 1) / (resamples + 1)), signedRank);
    }
}
