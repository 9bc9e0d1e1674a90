using System.Xml.Linq;
using SegLab.Studio.Charts;

namespace SegLab.Studio.Tests.Charts;

public sealed class PositionMapTests
{
    [Fact]
    public async Task A_cell_has_the_shade_of_the_mean_of_its_places()
    {
        // Six cells along each axis: the first two places share one, the third has the opposite corner for itself.
        XElement map = await Draw([(-0.9, -0.9, 0.2), (-0.8, -0.85, 0.4), (0.9, 0.9, 5)]);

        Assert.Equal(["h1", "h2"], map.Descendants(Rendering.Svg + "path").Select(path => (string?)path.Attribute("class")));
        Assert.StartsWith("M0 0h", (string?)map.OfClass("h1").Single().Attribute("d"), StringComparison.Ordinal);
        Assert.StartsWith("M50 50h", (string?)map.OfClass("h2").Single().Attribute("d"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Places_on_the_edge_are_in_the_outermost_cells()
    {
        XElement map = await Draw([(-1, -1, 5), (1, 1, 5)]);

        Assert.StartsWith("M0 0h10v10h-10zM50 50h", (string?)map.OfClass("h2").Single().Attribute("d"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_seen_is_also_said()
    {
        XElement map = await Draw([(-0.9, -0.9, 0.2), (0.9, 0.9, 0.4)]);

        Assert.Equal("mean 0.3000, largest 0.4000", map.Element(Rendering.Svg + "desc")!.Value);
    }

    static async Task<XElement> Draw((double X, double Y, double Value)[] points) => Rendering.Drawings(await Rendering.RenderAsync<PositionMap>(
        (nameof(PositionMap.Title), "errors"),
        (nameof(PositionMap.Points), points),
        (nameof(PositionMap.Reach), 1.0),
        (nameof(PositionMap.Limits), new[] { 0.1, 1 }),
        (nameof(PositionMap.Width), 60.0))).Single();
}
