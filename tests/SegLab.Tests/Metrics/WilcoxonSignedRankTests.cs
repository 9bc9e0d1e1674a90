using SegLab.Metrics;

namespace SegLab.Tests.Metrics;

/// <summary>Probabilities of SciPy 1.10 and by going through all signs.</summary>
[Trait("Category", "Numeric")]
public sealed class WilcoxonSignedRankTests
{
    [Fact]
    public void Small_samples_have_the_exact_probability_of_SciPy()
    {
        double[] first = [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30], second = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];
        var test = WilcoxonSignedRank.Of(first, second);
        Assert.Equal(new WilcoxonSignedRank(9, 40, 5, 0.0390625, true), test);
        Assert.Equal(new WilcoxonSignedRank(9, 5, 40, 0.0390625, true), WilcoxonSignedRank.Of(second, first));
    }

    [Fact]
    public void Large_samples_have_the_approximation_of_SciPy_with_its_correction_for_ties()
    {
        double[] differences = [.. Enumerable.Range(0, 60).Select(i => (i * 37 % 101 - 40) / 10.0)], ties = [.. differences.Select(difference => Math.Round(difference))];
        var test = WilcoxonSignedRank.Of(differences, new double[60]);
        Assert.False(test.IsExact);
        Assert.Equal(583, test.NegativeRankSum);
        Assert.Equal(0.02263320893600752, test.PValue, 1e-14);
        test = WilcoxonSignedRank.Of(ties, new double[60]);
        Assert.Equal(54, test.Pairs);
        Assert.Equal(468, test.NegativeRankSum);
        Assert.Equal(0.01756694542180103, test.PValue, 1e-14);
    }

    [Fact]
    public void Ranks_of_a_great_many_pairs_are_summed_whole()
    {
        // Sizes 1 to n, those that are divisible by 3 negative: their ranks are their sizes.
        const int n = 99_999;
        double[] differences = [.. Enumerable.Range(1, n).Select(size => size % 3 == 0 ? -(double)size : size)];
        var test = WilcoxonSignedRank.Of(differences, new double[n]);
        Assert.Equal(3.0 * (n / 3) * (n / 3 + 1) / 2, test.NegativeRankSum);
        Assert.Equal((double)n * (n + 1) / 2, test.NegativeRankSum + test.PositiveRankSum);
        Assert.Equal((n, false), (test.Pairs, test.IsExact));
    }

    [Fact]
    public void With_ties_the_exact_probability_is_that_of_all_signs()
    {
        double[] differences = [1, 1, -1, 2, 2, -2, 3, 3, 3, 0, double.NaN, -5];
        double[] sizes = [1, 1, 1, 2, 2, 2, 3, 3, 3, 5], ranks = [2, 2, 2, 5, 5, 5, 8, 8, 8, 10];
        double negative = 2 + 5 + 10;
        int atMost = Enumerable.Range(0, 1 << sizes.Length).Count(signs => ranks.Where((_, i) => (signs >> i & 1) != 0).Sum() <= negative);
        var test = WilcoxonSignedRank.Of(differences, new double[differences.Length]);
        Assert.Equal(negative, test.NegativeRankSum);
        Assert.Equal(2.0 * atMost / (1 << sizes.Length), test.PValue, 1e-15);
    }

    [Fact]
    public void Without_differences_nothing_is_shown()
    {
        Assert.Equal(new WilcoxonSignedRank(0, 0, 0, 1, true), WilcoxonSignedRank.Of([1, 2], [1, 2]));
        Assert.Throws<ArgumentException>(() => WilcoxonSignedRank.Of([1, 2], [1]));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1.2345, 0.21701664672534038)]
    [InlineData(-5.5, 3.797912493177536e-08)]
    [InlineData(9, 2.2571768119076647e-19)]
    public void The_tails_of_the_normal_distribution_are_those_of_SciPy(double distance, double expected) =>
        Assert.Equal(expected, NormalDistribution.TwoSided(distance), 1e-12 * expected);
}
