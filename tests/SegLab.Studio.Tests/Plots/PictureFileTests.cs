using System.Xml.Linq;
using SegLab.Studio.Plots;

namespace SegLab.Studio.Tests.Plots;

public sealed class PictureFileTests
{
    [Theory]
    [InlineData(false, "#fdfdfb", "#0072b2")]
    [InlineData(true, "#151619", "#56b4e9")]
    public async Task A_drawing_by_itself_is_XML_that_has_its_colours_written_out(bool dark, string paper, string first)
    {
        XElement svg = XElement.Parse(await Render(new PlotLook { Dark = dark }));
        string style = svg.Element(Rendering.Svg + "style")!.Value;
        Assert.DoesNotContain("var(", style);
        Assert.DoesNotContain("@media", style);
        Assert.Contains($".chart .s1 .line, .chart .s1 .trace, .chart .s1 .leader, .chart .s1 .interval {{ fill: none; stroke: {first};", style);
        Assert.Equal(paper, (string?)svg.Element(Rendering.Svg + "rect")!.Attribute("fill"));
    }

    [Fact]
    public async Task Every_class_that_is_drawn_has_a_rule()
    {
        XElement svg = XElement.Parse(await Render(new PlotLook()));
        string style = svg.Element(Rendering.Svg + "style")!.Value;
        foreach (string name in new[] { "line", "grid", "axis", "figure-title", "panel-title", "note" })
        {
            Assert.NotEmpty(svg.OfClass(name));
            Assert.Contains($".{name} ", style);
        }
    }

    [Fact]
    public async Task It_has_the_size_that_was_asked_for()
    {
        XElement svg = XElement.Parse(await Render(new PlotLook { Width = 1000, Height = 900 }));
        Assert.Equal((1000, 900), (svg.Number("width"), svg.Number("height")));
        Assert.Equal("-20 -20 1000 900", (string?)svg.Attribute("viewBox"));
    }

    [Fact]
    public async Task Another_kind_of_file_is_refused()
    {
        LossPlot plot = LossPlotTests.Plot(new(), "ce");
        await Assert.ThrowsAsync<ArgumentException>(() => LossPlotFile.WriteAsync("x.jpg", plot, new PlotLook(), ""));
        Assert.False(File.Exists("x.jpg"));
    }

    [Fact]
    public async Task The_page_has_the_chart_at_both_widths_and_the_command()
    {
        string page = await LossPlotFile.RenderPageAsync(LossPlotTests.Plot(new(), "ce", "dice"), "seglab plot ce dice");
        Assert.Contains("<code>seglab plot ce dice</code>", page);
        Assert.Contains("SegLab plot of 2 losses", page);
        Assert.Equal([880, 360], System.Text.RegularExpressions.Regex.Matches(page, "<svg class=\"chart\".*?width=\"(\\d+)\"").Select(match => int.Parse(match.Groups[1].Value)));
    }

    static Task<string> Render(PlotLook look)
    {
        LossPlot plot = LossPlotTests.Plot(new(), "ce", "focal(gamma=5)");
        return PictureFile.RenderAsync(plot.Title, plot.Note, [.. plot.Panels.Select(panel => panel.Chart)], look);
    }
}
