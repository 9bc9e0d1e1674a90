using System.Xml.Linq;
using SegLab.Studio.Charts;

namespace SegLab.Studio.Tests.Charts;

public sealed class BarAndIntervalChartTests
{
    [Fact]
    public async Task Bars_are_as_long_as_their_values_when_these_are_alike()
    {
        XElement chart = await Bars(new Bar("a", 0.2), new Bar("b", 0.1), new Bar("c", 0));
        double[] lengths = [.. chart.Descendants(Rendering.Svg + "rect").Select(bar => bar.Number("width"))];
        Assert.Equal(2 * lengths[1], lengths[0], 0.05);
        Assert.Equal(0, lengths[2]);
        Assert.DoesNotContain("logarithmic", chart.Value);
    }

    [Fact]
    public async Task Bars_that_differ_a_hundredfold_are_on_a_logarithmic_axis_that_says_so()
    {
        XElement chart = await Bars(new Bar("a", 0.5), new Bar("b", 0.05), new Bar("c", 0.005), new Bar("d", 0.0005));
        double[] lengths = [.. chart.Descendants(Rendering.Svg + "rect").Select(bar => bar.Number("width"))];
        Assert.Equal(lengths[0] - lengths[1], lengths[1] - lengths[2], 0.05);
        Assert.Contains("Share, logarithmic", chart.Value);
    }

    [Fact]
    public async Task A_marked_bar_says_why_in_words()
    {
        XElement chart = await Bars(new Bar("a", 0.5), new Bar("b", 0.4, "rare"));
        Assert.Contains("rare", chart.OfClass("marked").Single().OfClass("value").Single().Value);
    }

    [Theory]
    [InlineData(360)]
    [InlineData(880)]
    public async Task A_dot_lies_in_its_interval_and_further_right_the_larger_it_is(double width)
    {
        XElement chart = await Intervals(width, new IntervalPoint("a", 0.6, 0.5, 0.65), new IntervalPoint("b", 0.55, 0.5, 0.6));
        double[] dots = [.. chart.Descendants(Rendering.Svg + "circle").Select(dot => dot.Number("cx"))];
        var intervals = chart.OfClass("interval").Select(path => path.Points()).ToArray();
        Assert.True(dots[0] > dots[1]);
        Assert.Equal(intervals[1][1].X, dots[0], 0.02);
        Assert.Equal(intervals[0][0].X, intervals[1][0].X, 0.02);
        Assert.True(intervals[0][0].X < dots[0] && dots[0] < intervals[0][1].X && intervals[0][1].X < width);
    }

    [Fact]
    public async Task A_value_without_interval_is_a_dot_and_a_missing_value_a_dash()
    {
        XElement chart = await Intervals(640, new IntervalPoint("a", 0.6, double.NaN, double.NaN), new IntervalPoint("b", double.NaN, 0, 1));
        Assert.Single(chart.Descendants(Rendering.Svg + "circle"));
        Assert.Empty(chart.OfClass("interval"));
        Assert.Equal(["0.600", "–"], chart.OfClass("value").Select(text => text.Value));
    }

    static async Task<XElement> Bars(params Bar[] bars) => Rendering.Drawings(
        await Rendering.RenderAsync<BarChart>(("Title", "Chart"), ("XTitle", "Share"), ("Bars", bars))).Single();

    static async Task<XElement> Intervals(double width, params IntervalPoint[] points) => Rendering.Drawings(
        await Rendering.RenderAsync<DotIntervalChart>(("Title", "Chart"), ("XTitle", "Score"), ("Points", points), ("Width", width))).Single();
}
