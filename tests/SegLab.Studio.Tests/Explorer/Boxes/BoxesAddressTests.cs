using SegLab.Boxes;
using SegLab.Studio.Explorer.Boxes;

namespace SegLab.Studio.Tests.Explorer.Boxes;

/// <summary>What the page shows as the words of its address.</summary>
public sealed class BoxesAddressTests
{
    [Fact]
    public void What_an_address_says_is_read_back()
    {
        BoxScene scene = new(new BoxSides(0.25, 1, 1.5, 2.125), new BoxSides(1, 1, 2, 3));
        var settings = new DescentSettings { Format = BoxFormat.Corners, LearningRate = 0.05, Schedule = DescentSchedule.Constant };
        Dictionary<string, object?> words = BoxesAddress.Of(["ciou"], scene, settings);
        Assert.Equal(scene, BoxesAddress.SceneOf($"{words["target"]}", $"{words["predicted"]}"));
        Assert.Equal(settings, BoxesAddress.SettingsOf($"{words["format"]}", $"{words["rate"]}", $"{words["schedule"]}"));
    }

    [Theory]
    [InlineData("1,1,2")]
    [InlineData("1,1,2,NaN")]
    [InlineData("2,1,1,2")]
    [InlineData("1,1,1e300,2")]
    [InlineData("")]
    [InlineData(null)]
    public void Boxes_that_the_board_does_not_hold_are_passed_over(string? text) => Assert.Null(BoxesAddress.SceneOf("1,1,2,2", text));

    [Theory]
    [InlineData("-1")]
    [InlineData("0")]
    [InlineData("NaN")]
    [InlineData("1e9")]
    [InlineData(null)]
    public void What_says_no_way_to_descend_is_passed_over(string? rate) => Assert.Equal(new DescentSettings(), BoxesAddress.SettingsOf("nonsense", rate, "nonsense"));
}
