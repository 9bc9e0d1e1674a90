namespace SegLab.Metrics;

/// <summary>
/// The signed-rank test (Wilcoxon, 1945): whether the differences of pairs lie to both sides of zero as chance would have it. It asks nothing of
/// their distribution but symmetry, and suits scores of images better than a t-test.
/// </summary>
/// <param name="Pairs">Pairs with a difference; equal ones do not count, and neither do those with NaN.</param>
/// <param name="PositiveRankSum">The sum of the ranks of positive differences, first less second; equal sizes share their mean rank.</param>
/// <param name="NegativeRankSum">The sum of the ranks of negative differences.</param>
/// <param name="PValue">Two-sided: how likely rank sums as unequal as these are if there is no difference. 1 without pairs.</param>
/// <param name="IsExact">Whether the probability was counted out, with ties as they are; otherwise it is the normal approximation.</param>
public readonly record struct WilcoxonSignedRank(int Pairs, double PositiveRankSum, double NegativeRankSum, double PValue, bool IsExact)
{
    /// <summary>All 2^50 ways to give signs are whole numbers in double.</summary>
    const int MostExactPairs = 50;

    /// <summary>Compares the scores of two methods on the same images.</summary>
    /// <param name="first">A score an image.</param>
    /// <param name="second">Scores of the same images in the same order.</param>
    /// <remarks>
    /// Up to 50 pairs the probability is exact, also with ties (SciPy turns to the approximation there); beyond, the normal approximation
    /// with correction for ties and without one for continuity, as SciPy's.
    /// </remarks>
    /// <exception cref="ArgumentException">There are more scores of one than of the other.</exception>
    public static WilcoxonSignedRank Of(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        if (first.Length != second.Length) throw new ArgumentException($"There are {first.Length} scores of the first and {second.Length} of the second.");
        var differences = new List<double>(first.Length);
        for (int i = 0; i < first.Length; i++)
            if (first[i] - second[i] is not (0 or double.NaN) and var difference) differences.Add(difference);

        // Twice the ranks: with ties, halves become whole numbers.
        double[] sizes = [.. differences.Select(Math.Abs).Order()];
        int[] doubledRanks = [.. differences.Select(difference => DoubledRank(sizes, Math.Abs(difference)))];
        int positive = differences.Zip(doubledRanks, (difference, rank) => difference > 0 ? rank : 0).Sum(), all = doubledRanks.Sum();
        bool exact = sizes.Length <= MostExactPairs;
        double probability = sizes.Length == 0 ? 1 : exact ? Exact(doubledRanks, Math.Min(positive, all - positive)) : Normal(doubledRanks, positive);
        return new(sizes.Length, positive / 2.0, (all - positive) / 2.0, probability, exact);
    }

    static int DoubledRank(double[] sorted, double size)
    {
        int first = Array.BinarySearch(sorted, size), last = first;
        while (first > 0 && sorted[first - 1] == size) first--;
        while (last < sorted.Length - 1 && sorted[last + 1] == size) last++;
        return first + last + 2;
    }

    /// <summary>Of all ways to give the ranks signs, twice those whose smaller sum is at most this one's.</summary>
    static double Exact(int[] ranks, int smaller)
    {
        var ways = new double[ranks.Sum() + 1];
        ways[0] = 1;
        foreach (int rank in ranks)
            for (int sum = ways.Length - 1; sum >= rank; sum--) ways[sum] += ways[sum - rank];
        return Math.Min(1, 2 * ways.Take(smaller + 1).Sum() / Math.Pow(2, ranks.Length));
    }

    static double Normal(int[] doubledRanks, int positive)
    {
        // The variance is a quarter of the sum of squared ranks, which shrinks by itself where ranks are shared.
        double deviation = (positive - doubledRanks.Sum() / 2.0) / 2, variance = doubledRanks.Sum(rank => (double)rank * rank) / 16;
        return NormalDistribution.TwoSided(deviation / Math.Sqrt(variance));
    }
}
