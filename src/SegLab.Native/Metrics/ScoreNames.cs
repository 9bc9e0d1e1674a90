using SegLab.Metrics;

namespace SegLab.Native;

/// <summary>What each family of metrics can be asked for.</summary>
static class ScoreNames
{
    public static NamedScores<ConfusionMatrix> OfMatrix { get; } = new(
        "score",
        ("pixel_accuracy", matrix => matrix.PixelAccuracy),
        ("mean_accuracy", matrix => matrix.MeanAccuracy),
        ("mean_iou", matrix => matrix.MeanIoU),
        ("mean_dice", matrix => matrix.MeanDice),
        ("frequency_weighted_iou", matrix => matrix.FrequencyWeightedIoU),
        ("generalized_dice", matrix => matrix.GeneralizedDice()),
        ("cohen_kappa", matrix => matrix.CohenKappa),
        ("matthews_correlation", matrix => matrix.MatthewsCorrelation));

    public static NamedScores<ClassCounts> OfClass { get; } = new(
        "score of a class",
        ("iou", counts => counts.IoU),
        ("dice", counts => counts.Dice),
        ("precision", counts => counts.Precision),
        ("recall", counts => counts.Recall),
        ("specificity", counts => counts.Specificity),
        ("balanced_accuracy", counts => counts.BalancedAccuracy),
        ("volumetric_similarity", counts => counts.VolumetricSimilarity));

    public static NamedScores<SurfaceScores> OfSurfaces { get; } = new(
        "score of surfaces",
        ("hausdorff", scores => scores.Hausdorff),
        ("hd95", scores => scores.Hausdorff95),
        ("assd", scores => scores.AverageSymmetricDistance),
        ("masd", scores => scores.MeanAverageDistance),
        ("surface_dice", scores => scores.SurfaceDice),
        ("boundary_f1", scores => scores.BoundaryF1));

    public static NamedScores<InstanceMatches> OfInstances { get; } = new(
        "score of instances",
        ("precision", matches => matches.Precision),
        ("recall", matches => matches.Recall),
        ("f1", matches => matches.F1),
        ("f2", matches => matches.F2),
        ("threat_score", matches => matches.ThreatScore),
        ("mean_iou", matches => matches.MeanIoU));

    public static NamedScores<PanopticCounts> OfSegments { get; } = new(
        "quality",
        ("pq", counts => counts.PanopticQuality),
        ("sq", counts => counts.SegmentationQuality),
        ("rq", counts => counts.RecognitionQuality));
}
