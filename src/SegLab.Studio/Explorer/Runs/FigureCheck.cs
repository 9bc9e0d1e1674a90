using SegLab.Imaging.Evaluation;
using SegLab.Training.Comparison;

namespace SegLab.Studio.Explorer.Runs;

/// <summary>Holds figures that come from a file against what they can be, before charts are drawn of them.</summary>
static class FigureCheck
{
    const double Most = 1e30;
    const int MostEpochs = 1_000_000;

    /// <exception cref="InvalidDataException">A figure of a comparison cannot be.</exception>
    public static void Expect(ComparisonSnapshot comparison)
    {
        foreach (RunSnapshot run in comparison.Runs) Expect(run.Loss, run.Epochs);
        foreach (LossResult loss in comparison.Ranking)
        {
            double?[] scores = [loss.MeanIoU, loss.MeanIoULow, loss.MeanIoUHigh, loss.PixelAccuracy, loss.MeanAccuracy, loss.FrequencyWeightedIoU, loss.RareMeanIoU, .. loss.ClassIoU];
            foreach (double? score in scores) Expect(IsScore(score), loss.Loss, score);
            foreach (RunResult run in loss.Runs) Expect(loss.Loss, run.Epochs);
        }
    }

    /// <exception cref="InvalidDataException">A figure of an evaluation cannot be.</exception>
    public static void Expect(EvaluationResult result)
    {
        Expect(result.Figures, result.Prediction);
        if (result.AgainstFigures is not { } other) return;
        Expect(other, result.Against ?? "");
        Expect(other.Scores.Count == result.Figures.Scores.Count, "scores of the other predictions", other.Scores.Count);
    }

    static void Expect(string loss, IReadOnlyList<EpochResult> epochs)
    {
        foreach (EpochResult epoch in epochs)
        {
            Expect(epoch.Epoch is > 0 and <= MostEpochs, $"{loss}, epoch", epoch.Epoch);
            Expect(Math.Abs(epoch.TrainingLoss) < Most, $"{loss}, training loss", epoch.TrainingLoss);
            Expect(IsScore(epoch.MeanIoU), $"{loss}, mean IoU", epoch.MeanIoU);
        }
    }

    static void Expect(PredictionFigures figures, string prediction)
    {
        foreach (Score score in figures.Scores)
            foreach (double? value in new[] { score.Value, score.Low, score.High }) Expect(IsScore(value), score.Title, value);
        foreach (ImageFigures image in figures.Images) Expect(IsScore(image.MeanIoU), $"{prediction}, {image.Name}", image.MeanIoU);
        foreach (ClassFigures found in figures.Classes) Expect(IsScore(found.IoU) && IsScore(found.Dice), $"{prediction}, {found.Name}", found.IoU);
    }

    static bool IsScore(double? value) => value is null or (>= -1 and <= 1);

    static void Expect(bool holds, string what, double? value)
    {
        if (!holds) throw new InvalidDataException($"{what} cannot be {value}.");
    }
}
