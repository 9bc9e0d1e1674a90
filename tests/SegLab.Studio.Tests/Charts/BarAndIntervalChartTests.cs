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

    [Fact]
    public async Task The_value_that_others_are_seen_against_has_a_line_even_where_none_is_near()
    {
        IntervalPoint[] points = [new("a", 0.2, 0.1, 0.3)];
        XElement chart = Rendering.Drawings(await Rendering.RenderAsync<DotIntervalChart>(
            ("Title", "Chart"), ("XTitle", "Difference"), ("Points", points), ("Reference", 0.0), ("Format", (double value) => $"{value:+0.00}"))).Single();
        Assert.True(chart.OfClass("reference").Single().Number("x1") < chart.OfClass("interval").Single().Points()[0].X);
        Assert.Equal("+0.20", chart.OfClass("value").Single().Value);
    }

    [Theory]
    [InlineData(360)]
    [InlineData(880)]
    public async Task Bars_of_a_group_lie_one_below_the_other_and_a_missing_value_is_a_dash(double width)
    {
        BarGroup[] groups = [new("a", [0.8, 0.4]), new("b", [null, 1])];
        XElement chart = Rendering.Drawings(await Rendering.RenderAsync<GroupedBarChart>(
            ("Title", "Chart"), ("XTitle", "Score"), ("Series", new[] { "IoU", "Dice" }), ("Groups", groups), ("Width", width))).Single();
        XElement[] bars = [.. chart.Descendants(Rendering.Svg + "rect")];
        Assert.Equal(2 * bars[1].Number("width"), bars[0].Number("width"), 0.05);
        Assert.Equal(0, bars[2].Number("width"));
        Assert.True(bars[1].Number("y") >= bars[0].Number("y") + bars[0].Number("height"));
        Assert.Equal(["0.800", "0.400", "–", "1.000"], chart.OfClass("value").Select(text => text.Value));
        Assert.Contains("b: IoU –, Dice 1.000", chart.Element(Rendering.Svg + "desc")!.Value);
    }

    static async Task<XElement> Bars(params Bar[] bars) => Rendering.Drawings(
        await Rendering.RenderAsync<BarChart>(("Title", "Chart"), ("XTitle", "Share"), ("Bars", bars))).Single();

    static async Task<XElement> Intervals(double width, params IntervalPoint[] points) => Rendering.Drawings(
        await Rendering.RenderAsync<DotIntervalChart>(("Title", "Chart"), ("XTitle", "Score"), ("Points", points), ("Width", width))).Single();
}
