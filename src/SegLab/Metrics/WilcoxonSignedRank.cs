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
        return OfSorted(differences.OrderBy(Math.Abs));
    }

    /// <summary>The test of differences that come in the order of their sizes, any number of them; none is 0 or NaN.</summary>
    internal static WilcoxonSignedRank OfSorted(IEnumerable<double> differences)
    {
        // Twice the ranks: with ties, halves become whole numbers.
        var ranks = new List<long>(MostExactPairs);
        int pairs = 0;
        long positive = 0, all = 0;
        double squares = 0;
        foreach ((int positives, int count) in Ties(differences))
        {
            long rank = 2L * pairs + count + 1;
            if (pairs + count <= MostExactPairs) ranks.AddRange(Enumerable.Repeat(rank, count));
            pairs += count;
            positive += positives * rank;
            all += count * rank;
            squares += count * ((double)rank * rank);
        }

        bool exact = pairs <= MostExactPairs;
        double probability = pairs == 0 ? 1 : exact ? Exact(ranks, Math.Min(positive, all - positive)) : Normal(positive, all, squares);
        return new(pairs, positive / 2.0, (all - positive) / 2.0, probability, exact);
    }

    /// <summary>How many differences share each size, and how many of these are positive.</summary>
    static IEnumerable<(int Positives, int Count)> Ties(IEnumerable<double> differences)
    {
        int positives = 0, count = 0;
        double size = 0;
        foreach (double difference in differences)
        {
            if (count > 0 && Math.Abs(difference) != size)
            {
                yield return (positives, count);
                (positives, count) = (0, 0);
            }

            size = Math.Abs(difference);
            count++;
            if (difference > 0) positives++;
        }

        if (count > 0) yield return (positives, count);
    }

    /// <summary>Of all ways to give the ranks signs, twice those whose smaller sum is at most this one's.</summary>
    static double Exact(List<long> ranks, long smaller)
    {
        var ways = new double[ranks.Sum() + 1];
        ways[0] = 1;
        foreach (long rank in ranks)
            for (long sum = ways.Length - 1; sum >= rank; sum--) ways[sum] += ways[sum - rank];
        return Math.Min(1, 2 * ways.Take((int)smaller + 1).Sum() / Math.Pow(2, ranks.Count));
    }

    static double Normal(long positive, long all, double squares)
    {
        // The variance is a quarter of the sum of squared ranks, which shrinks by itself where ranks are shared.
        double deviation = (positive - all / 2.0) / 2, variance = squares / 16;
        return NormalDistribution.TwoSided(deviation / Math.Sqrt(variance));
    }
}
