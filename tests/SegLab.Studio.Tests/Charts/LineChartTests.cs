using System.Xml.Linq;
using SegLab.Studio.Charts;

namespace SegLab.Studio.Tests.Charts;

public sealed class LineChartTests
{
    [Fact]
    public async Task A_point_on_a_tick_lies_on_its_grid_line_and_above_its_number()
    {
        XElement chart = await Draw(new LineSeries("a", [(1, 0.0), (2, 0.5), (3, 1.0)]));
        var points = chart.OfClass("line").Single().Points();
        XElement[] numbers = [.. chart.OfClass("axis").Single().Descendants(Rendering.Svg + "text")];
        double[] gridLines = [.. chart.OfClass("grid").Single().Elements().Select(line => line.Number("y1"))];

        Assert.Equal(gridLines.Max(), points[0].Y);
        Assert.Equal(gridLines.Min(), points[2].Y);
        Assert.Equal(points[1].X, numbers.Single(text => text.Value == "2").Number("x"));
        Assert.Equal(points[1].X - points[0].X, points[2].X - points[1].X, 0.02);
        Assert.Equal(points[1].Y - points[0].Y, points[2].Y - points[1].Y, 0.02);
    }

    [Fact]
    public async Task A_line_is_interrupted_where_a_value_is_missing()
    {
        XElement chart = await Draw(new LineSeries("a", [(1, 0.1), (2, 0.2), (3, double.NaN), (4, double.PositiveInfinity), (5, 0.3), (6, 0.4)]));
        string path = (string)chart.OfClass("line").Single().Attribute("d")!;
        Assert.Equal(2, path.Count(c => c == 'M'));
        Assert.Equal(2, path.Count(c => c == 'L'));
    }

    [Fact]
    public async Task Each_line_is_labelled_at_its_end_and_no_label_covers_another()
    {
        LineSeries[] series = [.. Enumerable.Range(0, 16).Select(i => new LineSeries($"line {i}", [(1, 0.1), (2, 0.5 + i * 1e-4)]))];
        XElement chart = await Draw(series);
        XElement[] labels = [.. chart.OfClass("label")];
        Assert.Equal(series.Select(s => s.Name), labels.Select(label => label.Value));
        double[] places = [.. labels.Select(label => label.Number("y")).Order()];
        Assert.All(places.Zip(places.Skip(1)), pair => Assert.True(pair.Second - pair.First >= 12));
        Assert.True(places[^1] < chart.Number("height"));
    }

    [Fact]
    public async Task Lines_beyond_the_eighth_repeat_the_colours_but_are_dashed()
    {
        LineSeries[] series = [.. Enumerable.Range(0, 9).Select(i => new LineSeries($"{i}", [(1, i), (2, i)]))];
        string[] classes = [.. (await Draw(series)).OfClass("series").Select(group => (string)group.Attribute("class")!)];
        Assert.Equal(9, classes.Distinct().Count());
        Assert.Equal("series s1", classes[0]);
        Assert.Equal("series s1 dashed", classes[8]);
    }

    [Fact]
    public async Task The_runs_behind_a_mean_are_drawn_thin()
    {
        var series = new LineSeries("mean", [(1, 2), (2, 3)]) { Traces = [[(1, 1), (2, 2)], [(1, 3), (2, 4)]] };
        XElement chart = await Draw(series);
        Assert.Equal(2, chart.OfClass("trace").Count());
        double mean = chart.OfClass("line").Single().Points()[0].Y;
        Assert.Equal(mean, chart.OfClass("trace").Average(trace => trace.Points()[0].Y), 0.02);
    }

    [Fact]
    public async Task A_single_point_shows_as_a_dot()
    {
        XElement chart = await Draw(new LineSeries("a", [(1, 0.4)]));
        Assert.Single(chart.Descendants(Rendering.Svg + "circle"));
    }

    [Fact]
    public async Task A_line_without_a_finite_point_is_left_out_but_the_chart_is_not()
    {
        XElement chart = await Draw(new LineSeries("a", [(1, double.NaN)]), new LineSeries("b", []));
        Assert.Empty(chart.Descendants(Rendering.Svg + "circle"));
        Assert.Empty(chart.OfClass("label"));
    }

    static async Task<XElement> Draw(params LineSeries[] series) => Rendering.Drawings(await Rendering.RenderAsync<LineChart>(
        ("Title", "Chart"), ("XTitle", "Epoch"), ("YTitle", "Score"), ("Series", series))).Single();
}
