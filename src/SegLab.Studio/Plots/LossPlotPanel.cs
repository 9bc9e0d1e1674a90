using SegLab.Studio.Charts;
using SegLab.Training.Probes;

namespace SegLab.Studio.Plots;

/// <summary>A chart of a <see cref="LossPlot"/>.</summary>
/// <param name="Chart">What is drawn.</param>
/// <param name="IsCut">Whether lines end where they leave the range that is shown.</param>
public sealed record LossPlotPanel(ChartPanel Chart, bool IsCut)
{
    const double Inner = 0.1;

    internal static LossPlotPanel Of(IReadOnlyList<LossPlotCurve> curves, ProbeAxis against, bool gradient)
    {
        bool byLogit = against == ProbeAxis.Logit;
        LineSeries[] series = [.. curves.Select((curve, i) => new LineSeries(curve.Name, [.. curve.Curve.Points.Select(Place)]) { Colour = i })];
        bool isCut = false;
        (double low, double high) = (double.NegativeInfinity, double.PositiveInfinity);
        if (gradient && !byLogit) (series, low, high, isCut) = Cut(series);
        var chart = new ChartPanel(
            curves[0].Positive ? "Positive pixel (target 1)" : "Negative pixel (target 0)",
            byLogit ? "Logit z of the foreground" : "Predicted probability p of the foreground",
            !gradient ? "Loss" : byLogit ? "Gradient dL/dz" : "Gradient dL/dp",
            series)
        {
            Across = byLogit ? (-LossCurve.GreatestLogit, LossCurve.GreatestLogit) : (0, 1),
            Lowest = isCut ? low : double.NegativeInfinity,
            Highest = isCut ? high : double.PositiveInfinity,
        };
        return new LossPlotPanel(chart, isCut);

        (double, double) Place(LossCurvePoint point) => (
            byLogit ? point.Logit : point.Probability,
            !gradient ? point.Loss : byLogit ? point.SlopeByLogit : point.SlopeByProbability);
    }

    /// <summary>Slopes by the probability may grow without bound where it nears 0 or 1, and would flatten all the rest.</summary>
    static (LineSeries[] Series, double Low, double High, bool IsCut) Cut(LineSeries[] series)
    {
        double[] inner = [.. series.SelectMany(line => line.Points).Where(point => point.X is >= Inner - 1e-9 and <= 1 - Inner + 1e-9).Select(point => point.Y)];
        Axis shown = Axis.Linear(inner.Append(0));
        bool isCut = series.Any(line => line.Points.Any(point => point.Y < shown.Minimum || point.Y > shown.Maximum));
        return ([.. series.Select(line => line with { Points = Within(line.Points, shown) })], shown.Minimum, shown.Maximum, isCut);
    }

    /// <summary>A line that ends exactly where it leaves the axis.</summary>
    static (double X, double Y)[] Within(IReadOnlyList<(double X, double Y)> points, Axis axis)
    {
        var kept = new List<(double X, double Y)>();
        for (int i = 0; i < points.Count; i++)
        {
            (double X, double Y) point = points[i];
            double limit = Math.Clamp(point.Y, axis.Minimum, axis.Maximum);
            bool isIn = limit == point.Y;
            if (i > 0)
            {
                (double X, double Y) before = points[i - 1];
                double earlier = Math.Clamp(before.Y, axis.Minimum, axis.Maximum);
                bool wasIn = earlier == before.Y;
                if (isIn != wasIn)
                {
                    double edge = isIn ? earlier : limit;
                    kept.Add((before.X + (edge - before.Y) / (point.Y - before.Y) * (point.X - before.X), edge));
                }
            }

            kept.Add(isIn ? point : (point.X, double.NaN));
        }

        return [.. kept];
    }
}
