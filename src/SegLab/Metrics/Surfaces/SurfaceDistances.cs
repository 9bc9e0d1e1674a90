namespace SegLab.Metrics;

/// <summary>What a distance is that does not exist because a surface has no elements.</summary>
public enum EmptyDistance
{
    /// <summary>NaN: there is nothing to measure. Means leave it out and tell how often they did.</summary>
    Undefined,

    /// <summary>0, the best.</summary>
    Zero,

    /// <summary>+infinity, the worst.</summary>
    Infinite,

    /// <summary>The diagonal of the image, the worst that could be measured, as challenges do.</summary>
    Diagonal,
}

/// <summary>The distances between the surfaces of a prediction and of the truth, both ways, and the scores that follow from them.</summary>
/// <remarks>
/// Distances are in units of the spacing. Scores where a surface is empty are what <see cref="SurfaceComparer.BothEmpty"/> and
/// <see cref="SurfaceComparer.OneEmpty"/> say. A missed structure must not drop out of means: that would be rewarded.
/// </remarks>
public sealed class SurfaceDistances
{
    readonly double bothEmpty, oneEmpty;
    DirectedDistances? pooled;

    internal SurfaceDistances(DirectedDistances predictionToTruth, DirectedDistances truthToPrediction, double bothEmpty, double oneEmpty)
    {
        (PredictionToTruth, TruthToPrediction) = (predictionToTruth, truthToPrediction);
        (this.bothEmpty, this.oneEmpty) = (bothEmpty, oneEmpty);
    }

    /// <summary>From every element of the predicted surface to the true one.</summary>
    public DirectedDistances PredictionToTruth { get; }

    /// <summary>From every element of the true surface to the predicted one.</summary>
    public DirectedDistances TruthToPrediction { get; }

    /// <summary>The largest distance of either direction (Huttenlocher, Klanderman, Rucklidge, 1993).</summary>
    public double Hausdorff => IfNotEmpty(() => Math.Max(PredictionToTruth.Max, TruthToPrediction.Max));

    /// <summary>A percentile in place of the largest: HD95 with 95. The larger of both directions, as MONAI and MetricsReloaded have it.</summary>
    /// <param name="percentile">0 to 100.</param>
    public double PercentileHausdorff(double percentile) =>
        IfNotEmpty(() => Math.Max(PredictionToTruth.Percentile(percentile), TruthToPrediction.Percentile(percentile)));

    /// <summary>A percentile of the distances of both directions together, as medpy and BraTS have it: often well below the other.</summary>
    /// <param name="percentile">0 to 100.</param>
    public double PooledPercentileHausdorff(double percentile) =>
        IfNotEmpty(() => (pooled ??= PredictionToTruth.With(TruthToPrediction)).Percentile(percentile));

    /// <summary>ASSD: the mean of the distances of both directions together (Heimann and others, 2009).</summary>
    public double AverageSymmetricDistance =>
        IfNotEmpty(() => (PredictionToTruth.Sum + TruthToPrediction.Sum) / (PredictionToTruth.Measure + TruthToPrediction.Measure));

    /// <summary>MASD: the mean of the two directions' means (Beneš and Zitová, 2015). It differs from ASSD where the surfaces differ in size.</summary>
    public double MeanAverageDistance => IfNotEmpty(() => (PredictionToTruth.Mean + TruthToPrediction.Mean) / 2);

    /// <summary>
    /// Normalized surface Dice (NSD): the share of both surfaces that is at most so far from the other (Nikolov and others, 2018,
    /// arXiv:1809.04430). 0 when one surface is empty; when both are, 1 where that is a distance of 0, otherwise NaN.
    /// </summary>
    /// <param name="tolerance">In units of the spacing, 0 or more.</param>
    public double SurfaceDice(double tolerance) => Share(() =>
        (PredictionToTruth.MeasureWithin(tolerance) + TruthToPrediction.MeasureWithin(tolerance)) / (PredictionToTruth.Measure + TruthToPrediction.Measure));

    /// <summary>
    /// Boundary F1 (BF): the harmonic mean of the shares of the predicted and of the true boundary that are at most so far from the other
    /// (Csurka, Larlus, Perronnin, 2013). Empty surfaces as in <see cref="SurfaceDice"/>.
    /// </summary>
    /// <param name="tolerance">In units of the spacing, 0 or more; usual is 0.75 % of the diagonal.</param>
    public double BoundaryF1(double tolerance) => Share(() =>
    {
        double precision = PredictionToTruth.Within(tolerance), recall = TruthToPrediction.Within(tolerance);
        return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
    });

    bool PredictionIsEmpty => PredictionToTruth.Count == 0;

    bool TruthIsEmpty => TruthToPrediction.Count == 0;

    double IfNotEmpty(Func<double> score) => (PredictionIsEmpty, TruthIsEmpty) switch
    {
        (true, true) => bothEmpty,
        (false, false) => score(),
        _ => oneEmpty,
    };

    double Share(Func<double> score) => (PredictionIsEmpty, TruthIsEmpty) switch
    {
        (true, true) => bothEmpty == 0 ? 1 : double.NaN,
        (false, false) => score(),
        _ => double.IsNaN(oneEmpty) ? double.NaN : 0,
    };
}
