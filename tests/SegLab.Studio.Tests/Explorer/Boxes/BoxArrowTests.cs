using SegLab.Studio.Explorer.Boxes;

namespace SegLab.Studio.Tests.Explorer.Boxes;

/// <summary>Arrows and their scale, worked out by hand.</summary>
public sealed class BoxArrowTests
{
    static readonly BoxSides box = new(1, 1, 3, 2), descent = new(0.5, -1, 0.25, 0);

    [Fact]
    public void A_corner_goes_where_both_of_its_sides_go() => Assert.Equal(
        [new(1, 1, 2, -1), new(3, 1, 3.5, -1), new(3, 2, 3.5, 2), new(1, 2, 2, 2)],
        BoxArrow.Of(box, descent, 2, ArrowPlace.Corners));

    [Fact]
    public void A_side_goes_along_its_axis() => Assert.Equal(
        [new(1, 1.5, 2, 1.5), new(2, 1, 2, -1), new(3, 1.5, 3.5, 1.5), new(2, 2, 2, 2)],
        BoxArrow.Of(box, descent, 2, ArrowPlace.Sides));

    [Fact]
    public void Arrows_of_several_losses_at_a_side_lie_beside_each_other() =>
        Assert.Equal(2, new[] { -0.5, 0.5 }.Select(lane => BoxArrow.Of(box, descent, 2, ArrowPlace.Sides, lane)[0].Y).Distinct().Count());

    [Fact]
    public void There_are_none_where_none_are_wanted_or_the_slope_is_not_finite()
    {
        Assert.Empty(BoxArrow.Of(box, descent, 2, ArrowPlace.None));
        Assert.Empty(BoxArrow.Of(box, descent with { Top = double.NaN }, 2, ArrowPlace.Corners));
    }

    [Theory]
    [InlineData(0.3, 0.4, 1)] // 0.5 at a rate of 1
    [InlineData(0.1, 0, 5)]
    [InlineData(8.1, 0, 0.05)]
    [InlineData(0, 0, 100)]
    public void The_scale_is_a_round_number_with_which_no_arrow_is_longer_than_0_8(double x, double y, double scale) =>
        Assert.Equal(scale, BoxArrow.ScaleOf([new BoxSides(0, y, x, 0), new BoxSides(x / 2, 0, 0, 0)]), 1e-12);

    [Fact]
    public void The_drawn_arrow_ends_in_a_head_whose_tip_is_the_arrows()
    {
        (string shaft, string head) = Board.Path(new BoxArrow(1, 1, 2, 1))!.Value;
        Assert.Equal("M100 100L189 100", shaft);
        Assert.StartsWith("M200 100L189 ", head, StringComparison.Ordinal);
        Assert.Null(Board.Path(new BoxArrow(1, 1, 1.001, 1)));
    }
}
