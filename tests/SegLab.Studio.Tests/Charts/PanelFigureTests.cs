using System.Xml.Linq;
using SegLab.Studio.Charts;

namespace SegLab.Studio.Tests.Charts;

public sealed class PanelFigureTests
{
    [Theory]
    [InlineData(880, 2)]
    [InlineData(360, 1)]
    public async Task Charts_stand_in_rows_without_covering_each_other(double width, int columns)
    {
        XElement figure = await Draw(width, Panels(4, "a"));
        XElement[] charts = Charts(figure);
        Assert.Equal(columns, charts.Count(chart => chart.Number("y") == charts[0].Number("y")));
        foreach ((XElement one, XElement other) in charts.SelectMany((chart, i) => charts.Skip(i + 1).Select(later => (chart, later))))
            Assert.True(Right(one) <= other.Number("x") || Right(other) <= one.Number("x") || Bottom(one) <= other.Number("y") || Bottom(other) <= one.Number("y"));
        Assert.All(charts, chart => Assert.True(Right(chart) <= width && Bottom(chart) <= figure.Number("height")));
    }

    [Fact]
    public async Task One_legend_lies_above_all_charts_and_breaks_into_lines_that_fit()
    {
        string[] names = [.. Enumerable.Range(0, 9).Select(i => $"tversky(false_positive_weight=0.{i})")];
        XElement figure = await Draw(700, Panels(2, names));
        XElement[] keys = [.. figure.OfClass("key")];
        Assert.Equal(names, keys.Select(key => key.Value));
        Assert.All(keys, key => Assert.True(key.Number("x") + 6.8 * key.Value.Length <= 700));
        Assert.True(keys.Max(key => key.Number("y")) < figure.OfClass("panel-title").Min(title => title.Number("y")));
        Assert.Equal(keys.Length, keys.Select(key => (key.Number("x"), key.Number("y"))).Distinct().Count());
    }

    [Fact]
    public async Task A_line_looks_in_the_charts_as_in_the_legend()
    {
        XElement figure = await Draw(880, Panels(2, "a", "b"));
        string[] looks = [.. figure.Elements().Where(element => element.Elements().Any(child => (string?)child.Attribute("class") == "key")).Select(key => (string)key.Attribute("class")!)];
        Assert.Equal(["series s1", "series s2"], looks);
        Assert.All(Charts(figure), chart => Assert.Equal(looks, chart.OfClass("series").Select(line => (string)line.Attribute("class")!)));
    }

    [Fact]
    public async Task The_axis_has_the_ends_it_is_given()
    {
        ChartPanel panel = new("t", "x", "y", [new LineSeries("a", [(0.01, 1), (0.99, 2)])]) { Across = (0, 1), Lowest = 1.2 };
        XElement chart = Charts(await Draw(700, [panel])).Single();
        string[] ticks = [.. chart.OfClass("axis").Single().Descendants(Rendering.Svg + "text").Where(text => (string?)text.Attribute("text-anchor") == "middle").Select(text => text.Value)];
        Assert.Equal(("0.0", "1.0"), (ticks[0], ticks[^1]));
        Assert.Empty(chart.Descendants(Rendering.Svg + "circle"));
    }

    [Fact]
    public async Task A_long_note_breaks_between_words()
    {
        string note = string.Join(' ', Enumerable.Repeat("word", 60));
        XElement[] lines = [.. (await Draw(400, Panels(1, "a"), note)).OfClass("note")];
        Assert.True(lines.Length > 1);
        Assert.Equal(note, string.Join(' ', lines.Select(line => line.Value)));
        Assert.All(lines, line => Assert.True(line.Value.Length * 6.8 <= 400));
    }

    static ChartPanel[] Panels(int count, params string[] names) =>
        [.. Enumerable.Range(0, count).Select(i => new ChartPanel($"panel {i}", "x", "y", [.. names.Select((name, j) => new LineSeries(name, [(0, j), (1, j + i)]))]))];

    static XElement[] Charts(XElement figure) => [.. figure.Elements(Rendering.Svg + "svg")];

    static double Right(XElement chart) => chart.Number("x") + chart.Number("width");

    static double Bottom(XElement chart) => chart.Number("y") + chart.Number("height");

    static async Task<XElement> Draw(double width, ChartPanel[] panels, string note = "") => XElement.Parse(
        await Rendering.RenderAsync<PanelFigure>(("Title", "Figure"), ("Note", note), ("Panels", panels), ("Width", width)));
}
