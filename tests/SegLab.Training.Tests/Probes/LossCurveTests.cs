using SegLab.Losses;
using SegLab.Training.Probes;

namespace SegLab.Training.Tests.Probes;

/// <summary>What a loss makes of one pixel: against the formulas of textbooks, and every slope against differences of the loss.</summary>
public sealed class LossCurveTests
{
    public static TheoryData<string, bool> NamesAndPixels() => new MatrixTheoryData<string, bool>(LossCatalog.All.Select(entry => entry.Name), [true, false]);

    [Theory]
    [InlineData("ce", true)]
    [InlineData("ce", false)]
    [InlineData("bce", true)]
    [InlineData("nll", true)]
    [InlineData("nll", false)]
    public void Cross_entropy_at_a_point_is_minus_the_logarithm_of_the_likelihood(string loss, bool positive)
    {
        foreach (ProbeAxis axis in Enum.GetValues<ProbeAxis>())
        {
            foreach (LossCurvePoint point in Curve(loss, positive, axis).Points)
            {
                (double likelihood, double sign) = positive ? (point.Probability, -1) : (1 - point.Probability, 1);
                Near(-Math.Log(likelihood), point.Loss);
                Near(sign / likelihood, point.SlopeByProbability);
                Near(point.Probability - (positive ? 1 : 0), point.SlopeByLogit);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(5)]
    public void The_focal_loss_at_a_point_is_that_of_the_paper(double gamma)
    {
        foreach (LossCurvePoint point in Curve($"focal(gamma={gamma})", positive: true).Points)
        {
            double p = point.Probability;
            Near(-Math.Pow(1 - p, gamma) * Math.Log(p), point.Loss);
            Near(gamma * Math.Pow(1 - p, gamma - 1) * Math.Log(p) - Math.Pow(1 - p, gamma) / p, point.SlopeByProbability);
        }
    }

    [Fact]
    public void Dice_at_a_point_bends_for_the_foreground_and_is_one_for_the_background()
    {
        const double Smooth = 1e-3;
        foreach (LossCurvePoint point in Curve("dice(activation=sigmoid, smooth=0.001)", positive: true).Points)
            Near(1 - (2 * point.Probability + Smooth) / (point.Probability + 1 + Smooth), point.Loss);
        foreach (LossCurvePoint point in Curve("dice(activation=sigmoid, smooth=0.001)", positive: false).Points)
            Near(1 - Smooth / (point.Probability + Smooth), point.Loss);
    }

    [Theory]
    [MemberData(nameof(NamesAndPixels))]
    public void Every_loss_changes_with_the_pixel_and_its_slope_is_its_derivative(string name, bool positive)
    {
        LossEntry entry = LossCatalog.Find(name)!;
        IReadOnlyList<LossCurvePoint> points = LossCurve.Of(entry.Default, ProbeImage.Of(ProbeImage.KindFor(entry.Family), positive)).Points;
        Assert.All(points, point => Assert.True(double.IsFinite(point.Loss)));
        Assert.True(points.Max(point => point.Loss) - points.Min(point => point.Loss) > 1e-4, "It does not depend on the pixel.");

        double largest = points.Max(point => Math.Abs(point.SlopeByLogit));
        int wrong = 0;
        for (int i = 10; i < points.Count - 10; i++)
        {
            double difference = (points[i + 1].Loss - points[i - 1].Loss) / (points[i + 1].Logit - points[i - 1].Logit);
            if (Math.Abs(difference - points[i].SlopeByLogit) > 0.03 * largest) wrong++;
        }

        // A loss may have kinks.
        Assert.InRange(wrong, 0, 4);
    }

    [Fact]
    public void Logits_are_in_equal_steps_where_they_are_the_axis()
    {
        IReadOnlyList<LossCurvePoint> points = Curve("ce", positive: true, ProbeAxis.Logit).Points;
        Assert.Equal((-6, 6), (Math.Round(points[0].Logit, 9), Math.Round(points[^1].Logit, 9)));
        Assert.All(points.Zip(points.Skip(1)), pair => Assert.Equal(0.05, pair.Second.Logit - pair.First.Logit, 9));
    }

    [Fact]
    public void Parts_that_take_different_inputs_have_no_common_curve()
    {
        var wrong = Assert.Throws<ArgumentException>(() => Curve("ce + bce", positive: true));
        Assert.Contains("softmax, sigmoid", wrong.Message);
    }

    [Fact]
    public void One_pixel_is_enough_but_for_distances_and_structure()
    {
        Assert.Equal(ProbeImageKind.Pixel, ProbeImage.KindFor([SegmentationLoss.Parse("ce + dice"), SegmentationLoss.Parse("lovasz_hinge")]));
        Assert.Equal(ProbeImageKind.Bar, ProbeImage.KindFor([SegmentationLoss.Parse("ce"), SegmentationLoss.Parse("dice + 0.1*boundary")]));
        Assert.True(ProbeImage.NeedsPlane(SegmentationLoss.Parse("cl_dice")));
    }

    static LossCurve Curve(string loss, bool positive, ProbeAxis axis = ProbeAxis.Probability) =>
        LossCurve.Of(SegmentationLoss.Parse(loss), ProbeImage.Of(ProbeImageKind.Pixel, positive), axis);

    // The library computes in single precision.
    static void Near(double expected, double actual) => Assert.InRange(actual, expected - 2e-5 * (1 + Math.Abs(expected)), expected + 2e-5 * (1 + Math.Abs(expected)));
}
