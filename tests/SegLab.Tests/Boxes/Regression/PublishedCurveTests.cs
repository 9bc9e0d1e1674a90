using SegLab.Boxes;

namespace SegLab.Tests.Boxes.Regression;

/// <summary>A 25th of the paper's anchors, against figures that were computed in NumPy on all of them: mean errors, so that the choice of anchors shows a little.</summary>
public sealed class PublishedCurveTests
{
    const double Cases = 1.715, Tolerance = 0.05;

    [Theory]
    [InlineData("iou", RegressionMode.Published, 6.438, 6.259, 6.045)]
    [InlineData("giou", RegressionMode.Published, 5.021, 4.384, 3.372)]
    [InlineData("diou", RegressionMode.Published, 4.197, 2.321, 0.530)]
    [InlineData("ciou", RegressionMode.Published, 3.768, 1.774, 0.431)]
    [InlineData("iou", RegressionMode.Exact, 6.475, 6.331, 6.100)]
    [InlineData("giou", RegressionMode.Exact, 5.242, 4.083, 1.959)]
    [InlineData("diou", RegressionMode.Exact, 5.900, 5.130, 2.884)]
    [InlineData("ciou", RegressionMode.Exact, 5.751, 4.878, 2.517)]
    [InlineData("ciou(detach_alpha=false)", RegressionMode.Exact, 5.656, 4.737, 2.390)]
    [InlineData("diou", RegressionMode.ConstantDiagonal, 5.172, 3.699, 0.959)]
    [InlineData("eiou", RegressionMode.Exact, 5.143, 4.108, 2.019)]
    [InlineData("siou", RegressionMode.Exact, 5.894, 5.199, 3.355)]
    [InlineData("wiou(version=1)", RegressionMode.Exact, 4.763, 3.056, 0.816)]
    public void The_curves_are_those_of_the_paper_or_of_exact_gradients(string spec, RegressionMode mode, double tenth, double twentieth, double fiftieth)
    {
        RegressionResult result = BoxRegression.Simulate(BoxLoss.Parse(spec), new RegressionSettings { Mode = mode, Centers = RegressionProtocol.Centers(200) });

        foreach ((int step, double sum) in new[] { (10, tenth), (20, twentieth), (50, fiftieth) })
            Assert.InRange(result.MeanError(step), (1 - Tolerance) * sum / Cases, (1 + Tolerance) * sum / Cases);
    }
}
