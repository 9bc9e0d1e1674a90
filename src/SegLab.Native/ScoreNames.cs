using SegLab.Metrics;

namespace SegLab.Native;

/// <summary>The scores of a confusion matrix by the names that the header lists.</summary>
static class ScoreNames
{
    static readonly (string Name, Func<ConfusionMatrix, double> Score)[] ofMatrix =
    [
        ("pixel_accuracy", matrix => matrix.PixelAccuracy),
        ("mean_accuracy", matrix => matrix.MeanAccuracy),
        ("mean_iou", matrix => matrix.MeanIoU),
        ("mean_dice", matrix => matrix.MeanDice),
        ("frequency_weighted_iou", matrix => matrix.FrequencyWeightedIoU),
        ("generalized_dice", matrix => matrix.GeneralizedDice()),
        ("cohen_kappa", matrix => matrix.CohenKappa),
        ("matthews_correlation", matrix => matrix.MatthewsCorrelation),
    ];

    static readonly (string Name, Func<ClassCounts, double> Score)[] ofClass =
    [
        ("iou", counts => counts.IoU),
        ("dice", counts => counts.Dice),
        ("precision", counts => counts.Precision),
        ("recall", counts => counts.Recall),
        ("specificity", counts => counts.Specificity),
        ("balanced_accuracy", counts => counts.BalancedAccuracy),
        ("volumetric_similarity", counts => counts.VolumetricSimilarity),
    ];

    /// <exception cref="BorderException">There is no score of this name.</exception>
    public static Func<ConfusionMatrix, double> OfMatrix(string name) => Find(ofMatrix, name, "score");

    /// <exception cref="BorderException">There is no score of a class of this name.</exception>
    public static Func<ClassCounts, double> OfClass(string name) => Find(ofClass, name, "score of a class");

    static T Find<T>((string Name, T Score)[] scores, string name, string what)
        where T : Delegate
    {
        foreach ((string known, T score) in scores)
            if (known == name) return score;
        throw new BorderException(Status.BadText, $"There is no {what} '{name}'; there are {string.Join(", ", scores.Select(known => known.Name))}.");
    }
}
