using SegLab.Metrics;

namespace SegLab.Training.Studies.Imbalance;

/// <summary>How well one network found the foreground of the images it is judged by, taken together.</summary>
/// <param name="IoU">Its intersection over union.</param>
/// <param name="Recall">The share of its pixels that were found.</param>
/// <param name="Precision">The share of what was found that belongs to it; NaN where nothing was.</param>
readonly record struct ForegroundScore(double IoU, double Recall, double Precision)
{
    /// <summary>Scores class 1.</summary>
    public static ForegroundScore Of(IEnumerable<ConfusionMatrix> images)
    {
        var whole = new ConfusionMatrix(2);
        foreach (ConfusionMatrix image in images) whole.Merge(image);
        ClassCounts foreground = whole[1];
        return new ForegroundScore(foreground.IoU, foreground.Recall, foreground.Precision);
    }
}
