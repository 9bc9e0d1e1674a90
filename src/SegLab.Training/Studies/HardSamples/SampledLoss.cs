using SegLab.Imaging;
using SegLab.Losses;
using SegLab.Training.Studies.Imbalance;
using SegLab.Training.Studies.Runs;

namespace SegLab.Training.Studies.HardSamples;

/// <summary>Where a training stands after an epoch.</summary>
/// <param name="HardIoU">The foreground's IoU on the hard images that it is judged by.</param>
/// <param name="CommonIoU">That on the common ones.</param>
/// <param name="HardShare">The hard images' share of the loss over the training images, and so of the draws by loss.</param>
sealed record SampledEpoch(double HardIoU, double CommonIoU, double HardShare)
{
    /// <summary>Looks at a network.</summary>
    public static SampledEpoch Of(StudyRun run, StudiedNetwork network)
    {
        IReadOnlyList<double> losses = ImageLosses(run.Loss, run.Dataset.Training, network);
        return new SampledEpoch(
            IoU(LongTailedDiscs.IsHardToJudge), IoU(i => !LongTailedDiscs.IsHardToJudge(i)),
            losses.Where((_, i) => LongTailedDiscs.IsHardToTrainOn(i)).Sum() / losses.Sum());

        double IoU(Func<int, bool> takes) => ForegroundScore.Of([network.Score([.. run.Dataset.Validation.Where((_, i) => takes(i))], classes: 2)]).IoU;
    }

    /// <summary>The loss of each image by itself.</summary>
    public static IReadOnlyList<double> ImageLosses(SegmentationLoss loss, IReadOnlyList<SegmentationSample> samples, StudiedNetwork network) =>
        [.. network.Predict(samples, batch: 1).Select(image => loss.Evaluate(image.Logits.AsTensorSpan(), image.Target, threads: 1))];
}

/// <summary>A loss trained with both samplers, from the same seeds.</summary>
/// <param name="Name">The loss.</param>
/// <param name="Plain">Every image once an epoch, by seed and epoch.</param>
/// <param name="ByLoss">Images as often as their loss is large.</param>
sealed record SampledLoss(string Name, IReadOnlyList<IReadOnlyList<SampledEpoch>> Plain, IReadOnlyList<IReadOnlyList<SampledEpoch>> ByLoss)
{
    /// <summary>A figure after the last epoch with plain sampling, with sampling by loss, and what the second has more, seed by seed.</summary>
    public (SeedMean Plain, SeedMean ByLoss, SeedMean Difference) Last(Func<SampledEpoch, double> figure)
    {
        double[] plain = [.. Plain.Select(seed => figure(seed[^1]))], byLoss = [.. ByLoss.Select(seed => figure(seed[^1]))];
        return (SeedMean.Of(plain), SeedMean.Of(byLoss), SeedMean.OfDifferences(byLoss, plain));
    }
}
