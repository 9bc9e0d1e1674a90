using System.Xml.Linq;
using SegLab.Studio.Charts;

namespace SegLab.Studio.Tests.Charts;

public sealed class MatrixChartTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.0049, 0)]
    [InlineData(0.005, 1)]
    [InlineData(0.1, 5)]
    [InlineData(0.79, 8)]
    [InlineData(1, 9)]
    [InlineData(double.NaN, 0)]
    public void Shades_are_closer_for_small_shares(double share, int shade) => Assert.Equal(shade, MatrixChart.Shade(share));

    [Fact]
    public async Task Cells_with_room_hold_whole_percents_and_none_where_there_is_next_to_nothing()
    {
        XElement chart = await Draw(2, [[0.996, 0.004], [0.25, 0.75]]);
        Assert.Equal(["100", "25", "75"], chart.OfClass("matrix").Single().Descendants(Rendering.Svg + "text").Where(text => (string?)text.Attribute("class") != "name").Select(text => text.Value));
    }

    [Fact]
    public async Task A_row_without_pixels_has_a_line_and_no_numbers()
    {
        XElement chart = await Draw(2, [[double.NaN, double.NaN], [0, 1]]);
        Assert.Single(chart.Descendants(Rendering.Svg + "line"));
        Assert.Contains("class 0: –", chart.Element(Rendering.Svg + "desc")!.Value);
    }

    [Fact]
    public async Task Many_classes_have_fewer_labels_and_no_numbers_and_every_row_still_has_its_name()
    {
        double[][] identity = [.. Enumerable.Range(0, 150).Select(i => Enumerable.Range(0, 150).Select(j => i == j ? 1.0 : 0).ToArray())];
        XElement chart = await Draw(150, identity);
        int labels = chart.Descendants(Rendering.Svg + "text").Count(text => (string?)text.Attribute("class") == "name");
        Assert.InRange(labels, 2 * 30, 2 * 75);
        Assert.Equal(labels, chart.Descendants(Rendering.Svg + "text").Count() - 2);
        Assert.Equal(Enumerable.Range(0, 150).Select(k => $"class {k}"), chart.OfClass("matrix").Single().Elements(Rendering.Svg + "g").Select(row => row.Element(Rendering.Svg + "title")?.Value.Split(':')[0]).OfType<string>());
    }

    [Fact]
    public async Task Neighbours_of_one_shade_are_one_rectangle_where_cells_touch()
    {
        double[][] even = [.. Enumerable.Range(0, 150).Select(_ => Enumerable.Repeat(0.01, 150).ToArray())];
        XElement chart = await Draw(150, even);
        Assert.Equal(150, ((string)chart.OfClass("h2").Single().Attribute("d")!).Count(c => c == 'M'));
    }

    static async Task<XElement> Draw(int classes, double[][] values) => Rendering.Drawings(await Rendering.RenderAsync<MatrixChart>(
        ("Title", "Chart"), ("RowTitle", "Truth"), ("ColumnTitle", "Predicted"), ("Names", Enumerable.Range(0, classes).Select(k => $"class {k}").ToArray()),
        ("Values", values), ("Width", 880.0))).Single();
}
