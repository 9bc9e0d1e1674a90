using SegLab.Losses;
using SegLab.Studio.Plots;
using SegLab.Training.Probes;

namespace SegLab.Studio.Tests.Plots;

public sealed class LossPlotTests
{
    [Fact]
    public void Loss_comes_before_gradient_and_the_positive_pixel_before_the_negative_one()
    {
        LossPlot plot = Plot(new(), "ce", "dice");
        Assert.Equal(
            [("Loss", "Positive pixel (target 1)"), ("Loss", "Negative pixel (target 0)"), ("Gradient dL/dp", "Positive pixel (target 1)"), ("Gradient dL/dp", "Negative pixel (target 0)")],
            plot.Panels.Select(panel => (panel.Chart.YTitle, panel.Chart.Title)));
        Assert.All(plot.Panels, panel => Assert.Equal(["ce", "dice"], panel.Chart.Series.Select(series => series.Name)));
        Assert.Single(Plot(new() { Positive = true, ShowLoss = false }, "ce").Panels);
    }

    [Fact]
    public void Slopes_that_run_away_end_exactly_at_the_edge_of_the_chart()
    {
        LossPlotPanel panel = Plot(new() { Positive = true, ShowLoss = false }, "ce").Panels.Single();
        (double X, double Y)[] drawn = [.. panel.Chart.Series[0].Points.Where(point => double.IsFinite(point.Y))];
        Assert.True(panel.IsCut);
        // The slope is -1/p, so that the axis from -10 on is left at p = 0.1.
        Assert.Equal((-10, -10), (panel.Chart.Lowest, drawn[0].Y));
        Assert.Equal(0.1, drawn[0].X, 1e-3);
        Assert.Contains("cut off", Plot(new(), "ce").Note);
    }

    [Fact]
    public void By_the_logit_nothing_is_cut()
    {
        LossPlot plot = Plot(new() { Against = ProbeAxis.Logit }, "ce", "focal");
        Assert.DoesNotContain(plot.Panels, panel => panel.IsCut);
        Assert.All(plot.Panels, panel => Assert.Equal((-6, 6), panel.Chart.Across));
    }

    [Fact]
    public void A_loss_that_does_not_see_the_pixel_is_named() =>
        Assert.Contains("Constant here: dice(classes=[0], absent_class=skip)", Plot(new() { Positive = true }, "ce", "dice(classes=[0], absent_class=skip)").Note);

    [Theory]
    [InlineData("boundary", ProbeImageKind.Pixel, "distances or structure")]
    [InlineData("ce(class_weights=[1, 2, 3])", null, "3 class weights for 2 classes")]
    [InlineData("ce + bce", null, "one activation")]
    public void A_loss_without_such_a_curve_is_refused_by_name(string spec, ProbeImageKind? image, string why)
    {
        var wrong = Assert.Throws<ArgumentException>(() => Plot(new() { Image = image }, spec));
        Assert.Contains(spec, wrong.Message);
        Assert.Contains(why, wrong.Message);
    }

    [Fact]
    public void More_curves_than_can_be_told_apart_are_refused() =>
        Assert.Throws<ArgumentException>(() => Plot(new(), [.. Enumerable.Repeat("ce", LossPlot.MostLosses + 1)]));

    internal static LossPlot Plot(LossPlotSettings settings, params string[] specs) =>
        LossPlot.Of([.. specs.Select(spec => new PlottedLoss(spec, SegmentationLoss.Parse(spec)))], settings);
}
