using SegLab.Training.Studies.Runs;

namespace SegLab.Training.Tests.Studies.Runs;

public sealed class SeedMeanTests
{
    [Fact]
    public void The_interval_is_the_mean_and_the_quantile_times_the_standard_error()
    {
        // Deviation 2, standard error 2 / sqrt(3), and 4.3027 from Student's table for 2 degrees of freedom.
        SeedMean mean = SeedMean.Of([3, 5, 7]);
        Assert.Equal((5, 2), (mean.Mean, mean.Deviation));
        Assert.Equal(5 - 4.3027 * 2 / Math.Sqrt(3), mean.Interval.Low, 1e-9);
        Assert.Equal(5 + 4.3027 * 2 / Math.Sqrt(3), mean.Interval.High, 1e-9);
    }

    [Fact]
    public void Differences_are_taken_seed_by_seed()
    {
        SeedMean mean = SeedMean.OfDifferences([1, 10, 100], [0, 9, 99]);
        Assert.Equal((1, 0), (mean.Mean, mean.Deviation));
        Assert.Equal("1.0 [1.0, 1.0]", mean.Text("0.0"));
    }

    [Theory]
    [InlineData(2, "holds", "fails")]
    [InlineData(-2, "fails", "holds")]
    [InlineData(0.1, "cannot be told from these runs", "cannot be told from these runs")]
    public void A_claim_is_judged_by_the_interval(double centre, string above, string below)
    {
        SeedMean mean = SeedMean.Of([centre - 0.1, centre, centre + 0.1]);
        Assert.Equal((above, below), (mean.IsAbove(0).Words(), mean.IsBelow(0).Words()));
    }

    [Fact]
    public void What_rounds_to_zero_has_no_sign() => Assert.Equal("0.0 [0.0, 0.0]", SeedMean.Of([-0.01, -0.011, -0.012]).Text("0.0"));

    [Fact]
    public void One_seed_has_no_interval() => Assert.Throws<ArgumentException>(() => SeedMean.Of([1]));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(19)]
    [InlineData(60)]
    public void The_quantile_holds_95_percent_of_the_density(int degrees)
    {
        // Simpson's rule over the density of t; its constant by the recursion of the gamma function.
        double constant = degrees % 2 == 0 ? 1 / (2 * Math.Sqrt(2)) : 1 / Math.PI;
        for (int v = degrees % 2 == 0 ? 2 : 1; v < degrees; v += 2) constant *= (v + 1.0) / v * Math.Sqrt(v / (v + 2.0));
        double reach = StudentQuantile.TwoSided95(degrees), sum = 0;
        const int Pieces = 20_000;
        for (int i = 0; i <= Pieces; i++)
        {
            double t = reach * i / Pieces;
            sum += (i is 0 or Pieces ? 1 : i % 2 == 1 ? 4 : 2) * constant * Math.Pow(1 + t * t / degrees, -(degrees + 1) / 2.0);
        }

        Assert.Equal(0.95, 2 * sum * reach / Pieces / 3, 1e-4);
    }
}
