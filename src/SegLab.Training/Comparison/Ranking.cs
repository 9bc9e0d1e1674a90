using SegLab.Metrics;

namespace SegLab.Training.Comparison;

/// <summary>A loss of the ranking, with its resampled scores.</summary>
/// <param name="Result">Its entry in the ranking.</param>
/// <param name="Resamples">The mean IoU of each resample, the mean over its runs.</param>
sealed record RankedLoss(LossResult Result, double[] Resamples);

/// <summary>Orders losses by mean IoU, with intervals from a paired bootstrap over the validation images.</summary>
static class Ranking
{
    /// <summary>
    /// The fewest images on which a paired comparison can be significant: with five, even a lead on every one comes by chance in 2 of
    /// 2^5 cases, more than 5 %.
    /// </summary>
    const int ImagesForSignificance = 6;

    /// <summary>Ranks the losses of which no run broke down.</summary>
    public static IReadOnlyList<RankedLoss> Of(IReadOnlyList<ComparisonRun> runs, DatasetSummary dataset)
    {
        var bootstrap = new PairedBootstrap(dataset.ValidationImages);
        List<RankedLoss> ranking = [.. runs.GroupBy(run => run.Loss.ToString())
            .Where(group => group.All(run => run.Record is not null))
            .Select(group => Rank(group.Key, [.. group.OrderBy(run => run.Seed)], dataset, bootstrap))
            .OrderByDescending(loss => loss.Result.MeanIoU)];
        for (int i = 0; i + 1 < ranking.Count; i++)
            ranking[i] = ranking[i] with { Result = ranking[i].Result with { Lead = Lead(ranking[i], ranking[i + 1], dataset.ValidationImages) } };
        return ranking;
    }

    /// <summary>Compares two losses on the same draws of so many images.</summary>
    public static LeadOverNext Lead(RankedLoss first, RankedLoss second, int images)
    {
        ConfidenceInterval interval = PairedBootstrap.Difference(first.Resamples, second.Resamples);
        return new LeadOverNext(first.Result.MeanIoU - second.Result.MeanIoU, interval.Low, interval.High, interval.ExcludesZero && images >= ImagesForSignificance);
    }

    static RankedLoss Rank(string loss, ComparisonRun[] runs, DatasetSummary dataset, PairedBootstrap bootstrap)
    {
        ConfusionMatrix[] wholes = [.. runs.Select(run => Sum(run.Confusions))];
        double[] resamples = Average([.. runs.Select(run => bootstrap.MeanIoU(run.Confusions))]);
        ConfidenceInterval interval = PairedBootstrap.Interval(resamples);
        double?[] classes = [.. Enumerable.Range(0, dataset.ClassNames.Count)
            .Select(label => Mean(wholes.Select(whole => whole.IoU(label))))];
        return new RankedLoss(
            new LossResult
            {
                Loss = loss,
                MeanIoU = wholes.Average(whole => whole.MeanIoU),
                MeanIoULow = interval.Low,
                MeanIoUHigh = interval.High,
                PixelAccuracy = wholes.Average(whole => whole.PixelAccuracy),
                MeanAccuracy = wholes.Average(whole => whole.MeanAccuracy),
                FrequencyWeightedIoU = wholes.Average(whole => whole.FrequencyWeightedIoU),
                ClassIoU = classes,
                RareMeanIoU = Mean(dataset.RareClasses.Select(label => classes[label] ?? double.NaN)),
                SecondsPerEpoch = runs.SelectMany(run => run.Record!.Epochs).Average(epoch => epoch.Seconds),
                Lead = null,
                Runs = [.. runs.Select((run, i) =>
                    new RunResult(run.Seed, ComparisonFolder.WeightsIn(run.Folder), wholes[i].MeanIoU, run.Record!.Epochs))],
            },
            resamples);
    }

    static ConfusionMatrix Sum(IReadOnlyList<ConfusionMatrix> images)
    {
        var whole = new ConfusionMatrix(images[0].Classes);
        foreach (ConfusionMatrix image in images) whole.Merge(image);
        return whole;
    }

    static double[] Average(double[][] runs)
    {
        var average = new double[runs[0].Length];
        for (int i = 0; i < average.Length; i++) average[i] = runs.Average(run => run[i]);
        return average;
    }

    /// <summary>The mean of the numbers among some; null when there is none.</summary>
    static double? Mean(IEnumerable<double> values)
    {
        double[] numbers = [.. values.Where(value => !double.IsNaN(value))];
        return numbers.Length == 0 ? null : numbers.Average();
    }
}
