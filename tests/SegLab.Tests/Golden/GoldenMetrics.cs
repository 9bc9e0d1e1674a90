namespace SegLab.Tests.Golden;

/// <summary>Computes what a case expects, as a tree of the same form.</summary>
static partial class GoldenMetrics
{
    /// <exception cref="NotSupportedException">The family or an option is not known.</exception>
    public static object Evaluate(string family, GoldenMetric golden) => family switch
    {
        "confusion_matrix_scores" => ConfusionMatrixScores(golden),
        "aggregation" => Aggregation(golden),
        "generalized_dice" => GeneralizedDice(golden),
        "instance_matching" => InstanceMatching(golden),
        "panoptic_quality" => PanopticQuality(golden),
        "threshold_sweep" => ThresholdSweep(golden),
        "calibration" => Calibration(golden),
        "bootstrap" => Bootstrap(golden),
        "boundary" => Boundary(golden),
        "surface_distance" => SurfaceDistance(golden),
        "surface_dice" => SurfaceDice(golden),
        "volumetric" => Volumetric(golden),
        _ => throw new NotSupportedException($"There is no family {family}."),
    };
}
