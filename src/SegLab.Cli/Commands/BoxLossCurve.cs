using SegLab.Boxes;
using SegLab.Losses;

namespace SegLab.Cli.Commands;

/// <summary>A box loss and its slope while a box slides along the x axis, away from a target of 1 by 1.</summary>
/// <param name="Value">How far the centers are apart, and the loss.</param>
/// <param name="Slope">How far the centers are apart, and d loss / d center x.</param>
sealed record BoxLossCurve(IReadOnlyList<(double Offset, double Loss)> Value, IReadOnlyList<(double Offset, double Slope)> Slope)
{
    // As many as two dots for each cell of a plot.
    const int Samples = 120;

    const double Farthest = 2.5, Above = 0.1;

    /// <summary>Evaluates the loss for a square of some size whose center is a little above the target's.</summary>
    public static BoxLossCurve Of(BoxLoss loss, double size)
    {
        if (loss.Reduction == Reduction.None) loss = loss with { Reduction = Reduction.Mean };
        var values = new (double, double)[Samples];
        var slopes = new (double, double)[Samples];
        double[] target = [0, 0, 1, 1], gradient = new double[4];
        for (int i = 0; i < Samples; i++)
        {
            double offset = Farthest * i / (Samples - 1);
            double value = loss.Evaluate([offset, -Above, size, size], target, gradient, BoxFormat.CenterSize);
            (values[i], slopes[i]) = ((offset, value), (offset, gradient[0]));
        }

        return new BoxLossCurve(values, slopes);
    }
}
