using System.Xml.Linq;
using SegLab.Studio.Charts;

namespace SegLab.Studio.Tests.Charts;

public sealed class HeatMapTests
{
    [Fact]
    public async Task Cells_are_shaded_by_tenths_and_the_best_of_a_row_is_marked()
    {
        XElement map = await Draw(new HeatMapRow("a", [0.05, 0.95, 1.0]));
        Assert.Equal(["heat h0", "heat h9", "heat h9 best"], Cells(map));
    }

    [Fact]
    public async Task A_missing_value_is_a_dash_without_shade_and_never_the_best()
    {
        XElement map = await Draw(new HeatMapRow("a", [null, double.NaN, 0.3]));
        Assert.Equal(["absent", "absent", "heat h3"], Cells(map));
        Assert.Equal(["–", "–", "0.300"], map.Descendants("td").Select(cell => cell.Value));
    }

    [Fact]
    public async Task Values_that_read_the_same_are_best_together()
    {
        XElement map = await Draw(new HeatMapRow("a", [0.50004, 0.50001, 0.2]));
        Assert.Equal(["heat h5 best", "heat h5 best", "heat h2"], Cells(map));
    }

    [Fact]
    public async Task It_is_a_table_with_heads_for_rows_and_columns()
    {
        XElement map = await Draw(new HeatMapRow("a", [0, 1, 0]) { Mark = "rare" }, new HeatMapRow("b", [0, 1, 0]));
        Assert.Equal(4, map.Descendants("th").Count(head => (string?)head.Attribute("scope") == "col"));
        Assert.Equal(2, map.Descendants("th").Count(head => (string?)head.Attribute("scope") == "row"));
        Assert.Equal("rare", map.OfClass("mark").Single().Value);
    }

    static string[] Cells(XElement map) => [.. map.Descendants("td").Select(cell => (string)cell.Attribute("class")!)];

    static async Task<XElement> Draw(params HeatMapRow[] rows)
    {
        HeatMapColumn[] columns = [new("loss one", "1"), new("loss two", "2"), new("loss three", "3")];
        string table = await Rendering.RenderAsync<HeatMap>(("Title", "Map"), ("RowTitle", "Class"), ("Columns", columns), ("Rows", rows));
        return XElement.Parse(table.Replace("<wbr />", "").Replace("<wbr>", ""));
    }
}
