using SegLab.Imaging.Evaluation;
using SegLab.Studio.Report;
using SegLab.Training.Comparison;

namespace SegLab.Studio.Explorer.Runs;

/// <summary>The figures of a result that are held against those of others; what it does not have is null.</summary>
/// <param name="Of">What they are of: the best loss of a comparison, the predictions of an evaluation.</param>
/// <param name="MeanIoU">Its mean IoU.</param>
/// <param name="Low">The lower end of its 95 % interval over the images.</param>
/// <param name="High">The upper end.</param>
/// <param name="PixelAccuracy">The share of pixels that are right.</param>
/// <param name="Images">How many images they were judged on.</param>
sealed record RunHeadline(string Of, double? MeanIoU, double? Low, double? High, double? PixelAccuracy, int? Images)
{
    /// <summary>That of a comparison: the best loss so far, or, before a run is over, the best epoch so far.</summary>
    public static RunHeadline? For(ComparisonSnapshot comparison)
    {
        int? images = comparison.Dataset?.ValidationImages;
        if (comparison.Ranking is [var best, ..])
            return new RunHeadline(best.Loss, best.MeanIoU, best.MeanIoULow, best.MeanIoUHigh, best.PixelAccuracy, images);
        return comparison.Runs.Where(run => run.Epochs is [.., { MeanIoU: not null }]).MaxBy(run => run.Epochs[^1].MeanIoU) is { } leader
            ? new RunHeadline(leader.Loss, leader.Epochs[^1].MeanIoU, null, null, leader.Epochs[^1].PixelAccuracy, images)
            : null;
    }

    /// <summary>That of an evaluation.</summary>
    public static RunHeadline For(EvaluationResult evaluation)
    {
        Score? Find(string name) => evaluation.Figures.Scores.FirstOrDefault(score => score.Name == name);
        Score? iou = Find("meanIoU");
        return new RunHeadline(FolderLabels.Of(evaluation.Prediction, evaluation.Against).Prediction, iou?.Value, iou?.Low, iou?.High, Find("pixelAccuracy")?.Value, evaluation.Images);
    }
}
