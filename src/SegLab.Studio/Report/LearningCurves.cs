using SegLab.Studio.Charts;
using SegLab.Training.Comparison;

namespace SegLab.Studio.Report;

/// <summary>The course of training as lines over the epochs: the mean over the seeds, with each seed as a trace.</summary>
static class LearningCurves
{
    /// <summary>Validation mean IoU, one line a loss; epochs that were not validated have no point.</summary>
    public static IReadOnlyList<LineSeries> MeanIoU(IReadOnlyList<LossCourse> courses) => Lines(courses, epoch => epoch.MeanIoU);

    /// <summary>Training loss, one line a loss.</summary>
    public static IReadOnlyList<LineSeries> TrainingLoss(IReadOnlyList<LossCourse> courses) => Lines(courses, epoch => epoch.TrainingLoss);

    static LineSeries[] Lines(IReadOnlyList<LossCourse> courses, Func<EpochResult, double?> figure)
    {
        IReadOnlyList<string> labels = LossLabels.Of(courses.Select(loss => loss.Loss));
        return [.. courses.Select((loss, i) => Line(loss, figure) with { Label = labels[i], Colour = i })];
    }

    static LineSeries Line(LossCourse loss, Func<EpochResult, double?> figure)
    {
        (double X, double Y)[][] runs = [.. loss.Runs.Select(run => Points(run, figure))];
        (double X, double Y)[] mean =
            [.. runs.SelectMany(run => run).GroupBy(p => p.X).OrderBy(g => g.Key).Select(g => (g.Key, g.Average(p => p.Y)))];
        return new LineSeries(loss.Loss, mean) { Traces = runs.Length > 1 ? runs : [] };
    }

    static (double X, double Y)[] Points(IReadOnlyList<EpochResult> run, Func<EpochResult, double?> figure) =>
        [.. run.Where(epoch => figure(epoch) is not null).Select(epoch => ((double)epoch.Epoch, figure(epoch)!.Value))];
}
