using SegLab.Imaging;
using SegLab.Training.Comparison;

namespace SegLab.Studio.Report;

/// <summary>Tells what does not fit together before a page is made of it.</summary>
static class ReportInput
{
    /// <exception cref="ArgumentException">Something does not fit: the message names it and what was expected.</exception>
    public static void Check(ComparisonResult result, IReadOnlyList<ReportImage> images)
    {
        int classes = result.Dataset.ClassNames.Count, losses = result.Ranking.Count;
        Expect(losses > 0, "The ranking holds no loss; a report needs at least one.");
        Expect(result.Dataset.ClassFractions.Count == classes, $"The dataset has {classes} class names but {result.Dataset.ClassFractions.Count} class fractions.");
        foreach (LossResult loss in result.Ranking)
            Expect(loss.ClassIoU.Count == classes, $"The loss '{loss.Loss}' has the IoU of {loss.ClassIoU.Count} classes; the dataset has {classes}.");
        foreach (ReportImage image in images) Check(image, losses);
    }

    static void Check(ReportImage image, int losses)
    {
        Expect(image.Predictions.Count == losses, $"The image '{image.Name}' has {image.Predictions.Count} predictions; {losses} losses are ranked.");
        foreach (LabelMap mask in image.Predictions.Prepend(image.Truth))
            Expect(mask.Width == image.Image.Width && mask.Height == image.Image.Height,
                $"A mask of the image '{image.Name}' is {mask.Width} x {mask.Height}; the image is {image.Image.Width} x {image.Image.Height}.");
    }

    static void Expect(bool holds, string message)
    {
        if (!holds) throw new ArgumentException(message);
    }
}
