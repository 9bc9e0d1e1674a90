using SegLab.Metrics;

namespace SegLab.Tests.Metrics;

[Trait("Category", "Numeric")]
public sealed class ScoreSummaryTests
{
    [Fact]
    public void What_the_mean_leaves_out_is_told()
    {
        Assert.Equal(new ScoreSummary(2, 2, 1, 3), ScoreSummary.Of([1, double.NaN, 3, double.PositiveInfinity, double.NaN, double.NaN]));
        Assert.True(double.IsNaN(ScoreSummary.Of([double.NaN]).Mean));
    }

    [Fact]
    public void The_mean_of_images_is_the_same_bits_in_any_order()
    {
        PerImage<double> forth = new(), back = new();
        for (int image = 0; image < 100; image++)
        {
            forth.Add(image, 1.0 / (image + 3));
            back.Add(99 - image, 1.0 / (102 - image));
        }

        Assert.Equal(ScoreSummary.Of(forth.Select(score => score)), ScoreSummary.Of(back.Select(score => score)));
    }

    [Fact]
    public void An_exact_sum_is_the_same_bits_in_any_order()
    {
        double[] numbers = [.. Enumerable.Range(1, 1000).Select(i => 1.0 / i)];
        ExactSum Sum(IEnumerable<double> values) => values.Aggregate(default(ExactSum), (sum, value) => sum + ExactSum.Of(value));
        Assert.Equal(Sum(numbers), Sum(Enumerable.Reverse(numbers)));
        Assert.Equal(7.485470860550345, Sum(numbers).Value, 1e-14);
        Assert.Equal(0.75, ExactSum.Of(0.75).Value);
    }
}
