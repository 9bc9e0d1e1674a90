using SegLab.Metrics;

namespace SegLab.Tests.Metrics;

[Trait("Category", "Numeric")]
public sealed class PairedComparisonTests
{
    [Fact]
    public void A_small_lead_on_every_image_is_seen_through_large_differences_between_images()
    {
        double[] first = [.. Enumerable.Range(0, 30).Select(i => i / 30.0 + 0.01)], second = [.. Enumerable.Range(0, 30).Select(i => i / 30.0)];
        PairedComparison comparison = PairedComparison.Of(first, second);
        Assert.Equal(0.01, comparison.MeanDifference, 1e-12);
        Assert.True(comparison.Interval.ExcludesZero);
        Assert.Equal(2 / 2001.0, comparison.BootstrapPValue);
        Assert.True(comparison.SignedRank.PValue < 1e-8);
    }

    [Fact]
    public void Leads_to_both_sides_show_nothing()
    {
        double[] first = [.. Enumerable.Range(0, 30).Select(i => i % 2 == 0 ? 0.7 : 0.5)], second = [.. Enumerable.Range(0, 30).Select(i => i % 2 == 0 ? 0.5 : 0.7)];
        PairedComparison comparison = PairedComparison.Of(first, second);
        Assert.False(comparison.Interval.ExcludesZero);
        Assert.True(comparison.BootstrapPValue > 0.5);
        Assert.True(comparison.SignedRank.PValue > 0.5);
    }

    [Fact]
    public void Swapping_the_methods_turns_the_interval_around()
    {
        double[] first = [0.4, 0.6, double.NaN, 0.7, 0.2], second = [0.5, 0.4, 0.3, 0.3, 0.1];
        PairedComparison one = PairedComparison.Of(first, second), other = PairedComparison.Of(second, first);
        Assert.Equal(4, one.Images);
        Assert.Equal(-other.Interval.High, one.Interval.Low, 1e-12);
        Assert.Equal(other.BootstrapPValue, one.BootstrapPValue);
    }

    [Fact]
    public void Without_images_there_is_nothing_to_compare()
    {
        PairedComparison comparison = PairedComparison.Of([double.NaN], [1]);
        Assert.Equal(0, comparison.Images);
        Assert.True(double.IsNaN(comparison.MeanDifference));
        Assert.Equal(1, comparison.BootstrapPValue);
    }
}
