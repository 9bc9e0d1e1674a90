using SegLab.Boxes;
using SegLab.Studio.Explorer.Boxes;

namespace SegLab.Studio.Tests.Explorer.Boxes;

/// <summary>Descents, against the library's simulation of the DIoU paper, which takes its steps by another way, and against steps worked out by hand.</summary>
public sealed class BoxDescentTests
{
    static readonly BoxScene scene = BoxPreset.All[0].Scene;

    public static TheoryData<string, BoxFormat> Simulated => [.. BoxLossCatalog.All.Where(entry => entry.Default is OverlapBoxLoss)
        .SelectMany(entry => new[] { BoxFormat.Corners, BoxFormat.CenterSize }.Select(format => (entry.Name, format)))];

    [Theory]
    [MemberData(nameof(Simulated))]
    public void It_is_that_of_the_simulation(string name, BoxFormat format)
    {
        BoxLoss loss = BoxLoss.Parse(name);
        var settings = new RegressionSettings { Numbers = format == BoxFormat.Corners ? RegressionNumbers.Corners : RegressionNumbers.CenterAndSize };
        // The distant boxes meet no tie, at which the last bit would decide which way a side goes.
        BoxScene distant = new(new BoxSides(4.25, 0.5, 5.5, 1.5), new BoxSides(2.0625, 1.3125, 2.8125, 2.4375));
        IReadOnlyList<CenteredBox> way = BoxRegression.Follow(loss, Centered(distant.Predicted), Centered(distant.Target), settings);
        BoxDescent descent = BoxDescent.Of(loss, distant, new DescentSettings { Format = format });
        Assert.Null(descent.Fault);
        Assert.Equal(way.Count, descent.Steps.Count);
        for (int step = 0; step <= 60; step++)
        {
            CenteredBox expected = way[step], actual = Centered(descent.Steps[step].Scene.Predicted);
            Assert.Equal(expected.X, actual.X, 1e-6);
            Assert.Equal(expected.Y, actual.Y, 1e-6);
            Assert.Equal(expected.Width, actual.Width, 1e-6);
            Assert.Equal(expected.Height, actual.Height, 1e-6);
        }
    }

    [Fact]
    public void With_a_constant_rate_a_step_is_the_rate_times_the_slope()
    {
        // L1 by sides: each side goes by the rate towards the target's, 1, -0.5, 1 and -1 away.
        BoxDescent descent = BoxDescent.Of(BoxLoss.Parse("l1"), scene, new DescentSettings { Format = BoxFormat.Corners, LearningRate = 0.25, Schedule = DescentSchedule.Constant });
        Assert.Equal(new BoxSides(2.25, 1.5, 3.75, 3), descent.At(1).Scene.Predicted);
        Assert.Equal(new BoxSides(2.5, 1.25, 4, 2.75), descent.At(2).Scene.Predicted);
        Assert.Equal(scene.Target, descent.At(4).Scene.Predicted);
        Assert.Equal(scene.Target, descent.At(DescentSettings.Steps).Scene.Predicted);
    }

    [Theory]
    [InlineData(1, 0, 0.2)]
    [InlineData(160, 0.5, 0.15)]
    [InlineData(161, 0.5, 0.015)]
    [InlineData(181, 1, 0.001)]
    public void The_schedule_is_the_papers(int step, double iou, double rate) => Assert.Equal(rate, new DescentSettings().Rate(step, iou), 1e-12);

    [Fact]
    public void Every_penalized_loss_ends_at_the_target()
    {
        foreach (string name in new[] { "giou", "diou", "ciou", "eiou" })
        {
            BoxDescent descent = BoxDescent.Of(BoxLoss.Parse(name), scene, new DescentSettings());
            Assert.True(descent.Steps[^1].Scene.IoU > 0.9, $"{name}: {descent.Steps[^1].Scene.IoU}");
        }
    }

    [Fact]
    public void It_stops_where_a_step_would_turn_the_box_inside_out()
    {
        // Under L1 by width and height a target that is narrower by more than the box's own width is overshot below 0.
        BoxScene narrow = new(new BoxSides(2, 1, 2.2, 3), new BoxSides(2, 1, 2.9, 3));
        BoxDescent descent = BoxDescent.Of(BoxLoss.Parse("l1"), narrow, new DescentSettings { Format = BoxFormat.CenterSize, LearningRate = 1, Schedule = DescentSchedule.Constant });
        Assert.Single(descent.Steps);
        Assert.Contains("inside out", descent.Fault);
        Assert.Equal(narrow, descent.At(100).Scene);
    }

    static CenteredBox Centered(BoxSides box) => new(box.CenterX, box.CenterY, box.Width, box.Height);
}
