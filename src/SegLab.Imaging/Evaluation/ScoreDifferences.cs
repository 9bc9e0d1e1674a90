using SegLab.Imaging.Storage;
using SegLab.Metrics;

namespace SegLab.Imaging.Evaluation;

/// <summary>Collects how two predictions of each image differ, for the tests that compare two folders.</summary>
sealed class ScoreDifferences
{
    readonly ExternalSort<double> pixelAccuracy = BySize(), meanIoU = BySize(), meanDice = BySize();

    public void Add(ImageFigures first, ImageFigures second)
    {
        Add(pixelAccuracy, first.PixelAccuracy - second.PixelAccuracy);
        Add(meanIoU, first.MeanIoU - second.MeanIoU);
        Add(meanDice, first.MeanDice - second.MeanDice);
    }

    static void Add(ExternalSort<double> differences, double? difference)
    {
        if (difference is { } number and not 0) differences.Add(number);
    }

    /// <summary>How the scores of all images differ.</summary>
    public IReadOnlyList<ScoreDifference> ToFigures(PredictionFigures first, PredictionFigures second, ResampledScores[] draws, ResampledScores[] otherDraws)
    {
        return
        [
            Of("pixelAccuracy", draw => draw.PixelAccuracy, pixelAccuracy),
            Of("meanAccuracy", draw => draw.MeanAccuracy, null),
            Of("meanIoU", draw => draw.MeanIoU, meanIoU),
            Of("meanDice", draw => draw.MeanDice, meanDice),
        ];

        ScoreDifference Of(string name, Func<ResampledScores, double> resampled, ExternalSort<double>? ofImages)
        {
            Score here = first.Scores.First(score => score.Name == name), there = second.Scores.First(score => score.Name == name);
            ConfidenceInterval interval = PairedBootstrap.Difference([.. draws.Select(resampled)], [.. otherDraws.Select(resampled)]);
            double? probability = ofImages is null ? null : WilcoxonSignedRank.OfSorted(ofImages.InOrder()).PValue;
            return new ScoreDifference(name, here.Title, here.Value - there.Value, Finite.OrNull(interval.Low), Finite.OrNull(interval.High), probability);
        }
    }

    static ExternalSort<double> BySize() => new(new NumberFormat(), Comparer<double>.Create((x, y) => Math.Abs(x).CompareTo(Math.Abs(y))), inMemory: 1 << 16);
}
