using System.Xml.Linq;
using SegLab.Studio.Charts;

namespace SegLab.Studio.Tests.Charts;

public sealed class HistogramTests
{
    [Fact]
    public async Task Bars_are_as_high_as_there_are_values_in_them_and_none_is_lost()
    {
        double[] values = [.. Enumerable.Range(0, 100).Select(i => i / 100.0), 1, double.NaN];
        XElement chart = await Draw(new HistogramSeries("a", values));
        int[] counts = [.. chart.Descendants(Rendering.Svg + "rect").Select(bar => int.Parse(bar.Element(Rendering.Svg + "title")!.Value.Split(": ")[1]))];
        double[] heights = [.. chart.Descendants(Rendering.Svg + "rect").Select(bar => bar.Number("height"))];
        Assert.Equal(101, counts.Sum());
        Assert.All(counts.Zip(heights), pair => Assert.Equal((double)pair.First / counts.Max(), pair.Second / heights.Max(), 0.001));
    }

    [Fact]
    public async Task A_value_on_an_edge_is_in_the_interval_that_begins_there_and_the_last_in_the_last()
    {
        XElement chart = await Draw(new HistogramSeries("a", [0, 0.5, 1]));
        string[] titles = [.. chart.Descendants(Rendering.Svg + "rect").Select(bar => bar.Element(Rendering.Svg + "title")!.Value)];
        Assert.Equal(["0 to 0.2: 1", "0.2 to 0.4: 0", "0.4 to 0.6: 1", "0.6 to 0.8: 0", "0.8 to 1: 1"], titles);
    }

    [Fact]
    public async Task Values_that_are_all_the_same_make_one_bar()
    {
        XElement chart = await Draw(new HistogramSeries("a", [0.7, 0.7, 0.7]));
        Assert.Single(chart.Descendants(Rendering.Svg + "rect"), bar => bar.Number("height") > 0);
    }

    [Fact]
    public async Task A_second_series_is_an_outline()
    {
        XElement chart = await Draw(new HistogramSeries("a", [0.1, 0.2]), new HistogramSeries("b", [0.5, 0.9]));
        Assert.Single(chart.OfClass("line"));
        Assert.Contains("1 of b", chart.Element(Rendering.Svg + "desc")!.Value);
    }

    static async Task<XElement> Draw(params HistogramSeries[] series) => Rendering.Drawings(await Rendering.RenderAsync<Histogram>(
        ("Title", "Chart"), ("XTitle", "Score"), ("YTitle", "Images"), ("Series", series), ("Lowest", 0.0), ("Highest", 1.0))).Single();
}
