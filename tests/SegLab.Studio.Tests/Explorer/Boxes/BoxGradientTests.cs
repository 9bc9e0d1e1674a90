using SegLab.Boxes;
using SegLab.Studio.Explorer.Boxes;

namespace SegLab.Studio.Tests.Explorer.Boxes;

/// <summary>The way down, against hand-worked cases and against differences of <see cref="BoxLoss.Evaluate(ReadOnlySpan{double}, ReadOnlySpan{double}, Span{double}, BoxFormat, ReadOnlySpan{double}, int)"/>.</summary>
public sealed class BoxGradientTests
{
    static readonly BoxScene scene = new(new BoxSides(3, 1.25, 4.5, 2.25), new BoxSides(2.125, 1.75, 3.5, 3.25));

    public static TheoryData<string, BoxFormat> All => [.. BoxLossCatalog.All.SelectMany(entry => Enum.GetValues<BoxFormat>().Select(format => (entry.Name, format)))];

    [Fact]
    public void Each_side_goes_against_the_sign_of_its_difference_under_L1()
    {
        BoxGradient gradient = BoxGradient.Of(BoxLoss.Parse("l1"), scene, BoxFormat.Corners);
        Assert.Equal(0.875 + 0.5 + 1 + 1, gradient.Value, 1e-12);
        Assert.Equal(2, gradient.Length, 1e-12);
        Assert.Equal(new BoxSides(1, -1, 1, -1), gradient.Descent);
    }

    [Fact]
    public void Centers_move_both_sides_and_sizes_each_by_half_under_L1()
    {
        // By center and size the box is (2.8125, 2.5, 1.375, 1.5), the target (3.75, 1.75, 1.5, 1).
        BoxGradient gradient = BoxGradient.Of(BoxLoss.Parse("l1"), scene, BoxFormat.CenterSize);
        Assert.Equal(0.9375 + 0.75 + 0.125 + 0.5, gradient.Value, 1e-12);
        Assert.Equal(new BoxSides(1 - 0.5, -1 + 0.5, 1 + 0.5, -1 - 0.5), gradient.Descent);
    }

    [Fact]
    public void The_left_upper_corner_stays_with_the_size_fixed_to_it()
    {
        // By left, top and size only width and height differ.
        BoxGradient gradient = BoxGradient.Of(BoxLoss.Parse("l1"), new BoxScene(new BoxSides(1, 1, 3, 2), new BoxSides(1, 1, 2, 3)), BoxFormat.LeftTopSize);
        Assert.Equal(new BoxSides(0, 0, 1, -1), gradient.Descent);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Value_and_slope_are_those_of_the_loss(string name, BoxFormat format)
    {
        BoxLoss loss = BoxLoss.Parse(name);
        BoxGradient gradient = BoxGradient.Of(loss, scene, format);
        Assert.Equal(loss.Evaluate(Numbers(scene.Predicted, format), Numbers(scene.Target, format), format: format), gradient.Value, 1e-12);

        // A short step of the sides lowers the loss by its length times the squared length of the gradient.
        if (loss != Constant(loss)) return;
        const double rate = 1e-6;
        BoxSides before = scene.Predicted.Moved(gradient.Descent, -rate), after = scene.Predicted.Moved(gradient.Descent, rate);
        double fall = loss.Evaluate(Numbers(before, format), Numbers(scene.Target, format), format: format) - loss.Evaluate(Numbers(after, format), Numbers(scene.Target, format), format: format);
        Assert.Equal(gradient.Length * gradient.Length, fall / (2 * rate), 1e-6 * (1 + gradient.Length * gradient.Length));
    }

    [Fact]
    public void Boxes_that_do_not_meet_have_no_slope_under_IoU_and_one_under_GIoU()
    {
        BoxScene distant = BoxPreset.All.Single(preset => preset.Name == "Distant").Scene;
        Assert.Equal(0, BoxGradient.Of(new IoULoss(), distant, BoxFormat.Corners).Length);
        Assert.True(BoxGradient.Of(new GeneralizedIoULoss(), distant, BoxFormat.Corners).Length > 0.1);
    }

    /// <summary>The loss with all of its formula in the gradient; another one where some of it is held constant.</summary>
    static BoxLoss Constant(BoxLoss loss) => loss switch
    {
        WiseIoULoss or FocalEfficientIoULoss => new IoULoss(),
        CompleteIoULoss { DetachAlpha: true } => new IoULoss(),
        _ => loss,
    };

    static double[] Numbers(BoxSides box, BoxFormat format) => format switch
    {
        BoxFormat.Corners => [box.Left, box.Top, box.Right, box.Bottom],
        BoxFormat.LeftTopSize => [box.Left, box.Top, box.Right - box.Left, box.Bottom - box.Top],
        _ => [(box.Left + box.Right) / 2, (box.Top + box.Bottom) / 2, box.Right - box.Left, box.Bottom - box.Top],
    };
}
