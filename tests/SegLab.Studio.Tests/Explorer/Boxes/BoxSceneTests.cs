using SegLab.Boxes;
using SegLab.Studio.Explorer.Boxes;

namespace SegLab.Studio.Tests.Explorer.Boxes;

/// <summary>What is measured of two boxes, against figures worked out by hand and against the library's.</summary>
public sealed class BoxSceneTests
{
    static readonly BoxScene scene = new(new BoxSides(1, 1, 3, 2), new BoxSides(2, 1, 4, 3));

    [Fact]
    public void Measures_are_those_of_the_papers()
    {
        Assert.Equal(new BoxSides(2, 1, 3, 2), scene.Intersection);
        Assert.Equal(1.0 / 5, scene.IoU, 1e-15);
        Assert.Equal(new BoxSides(1, 1, 4, 3), scene.Enclosing);
        Assert.Equal(Math.Sqrt(13), scene.Enclosing.Diagonal, 1e-15);
        Assert.Equal(Math.Sqrt(1 + 0.25), scene.CenterDistance, 1e-15);
        Assert.Equal(1 + 0.5 + 0 + 1, scene.Error, 1e-15);
    }

    [Fact]
    public void Boxes_that_touch_do_not_meet()
    {
        BoxScene touching = new(new BoxSides(1, 1, 2, 2), new BoxSides(2, 1, 3, 2));
        Assert.Null(touching.Intersection);
        Assert.Equal(0, touching.IoU);
    }

    [Fact]
    public void The_IoU_of_every_preset_is_the_librarys()
    {
        Span<double> similarity = stackalloc double[1];
        foreach (BoxPreset preset in BoxPreset.All)
        {
            (BoxSides target, BoxSides box) = preset.Scene;
            new BoxOverlap().Evaluate([box.Left, box.Top, box.Right, box.Bottom], [target.Left, target.Top, target.Right, target.Bottom], similarity);
            Assert.Equal(similarity[0], preset.Scene.IoU, 1e-15);
        }
    }

    [Fact]
    public void Presets_lie_as_their_names_say()
    {
        Assert.All(BoxPreset.All, preset => Assert.True(BoxScene.Holds(preset.Scene.Target) && BoxScene.Holds(preset.Scene.Predicted), preset.Name));
        Assert.InRange(Of("Overlapping").IoU, 0.01, 0.5);
        Assert.Equal(Of("Nested").Predicted, Of("Nested").Intersection);
        Assert.Equal(Of("Touching").Target.Left, Of("Touching").Predicted.Right);
        Assert.True(Of("Distant").CenterDistance > 2);
        Assert.Equal(0, Of("Tall against wide").CenterDistance);
        Assert.Equal(1, Of("Identical").IoU);

        static BoxScene Of(string name) => BoxPreset.All.Single(preset => preset.Name == name).Scene;
    }

    [Theory]
    [InlineData(0, 0, 6.4, 4, true)]
    [InlineData(1, 1, 1.2, 1.2, true)]
    [InlineData(1, 1, 1.1, 2, false)]
    [InlineData(2, 1, 1, 2, false)]
    [InlineData(-0.1, 1, 1, 2, false)]
    [InlineData(1, 1, 6.5, 2, false)]
    [InlineData(double.NaN, 1, 2, 2, false)]
    [InlineData(1, 1, double.PositiveInfinity, 2, false)]
    [InlineData(-1e300, -1e300, 1e300, 1e300, false)]
    public void The_board_holds_boxes_that_lie_on_it_and_are_large_enough(double left, double top, double right, double bottom, bool held) =>
        Assert.Equal(held, BoxScene.Holds(new BoxSides(left, top, right, bottom)));
}
