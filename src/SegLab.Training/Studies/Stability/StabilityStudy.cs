using SegLab.Imaging;
using SegLab.Losses;
using SegLab.Training.Studies.Imbalance;
using SegLab.Training.Studies.Runs;

namespace SegLab.Training.Studies.Stability;

/// <summary>
/// How steadily losses train on small objects. Tutorials have it that overlap as a loss makes training unstable, and that a sum with cross-entropy
/// cures it.
/// </summary>
sealed class StabilityStudy() : TrainingStudy(seeds: 5, epochs: 20, images: 40, size: 64)
{
    const double DiscShare = 0.005;

    static readonly (string Text, LossKind Kind)[] losses =
    [
        ("ce", LossKind.Pixels),
        ("dice", LossKind.Overlap), ("jaccard", LossKind.Overlap), ("tversky", LossKind.Overlap), ("lovasz_softmax", LossKind.Overlap),
        ("dice_ce", LossKind.Compound), ("dice_focal", LossKind.Compound), ("ce + lovasz_softmax", LossKind.Compound),
    ];

    /// <inheritdoc/>
    public override string Name => "stability";

    /// <inheritdoc/>
    public override string Title => "How steadily losses train on small objects";

    /// <inheritdoc/>
    public override string Question => "Do losses of overlap train less steadily on small objects than cross-entropy, and do sums of both cure it?";

    /// <inheritdoc/>
    internal override StudyResult Run(StudyArguments arguments, IProgress<StudyProgress>? progress, int threads, CancellationToken cancellation)
    {
        int count = arguments.Whole(Seeds), first = arguments.Whole(StudyParameter.Seed);
        SegmentationDataset dataset = DiscDataset.Create(first, DiscShare, arguments.Whole(Images), arguments.Whole(Size));
        StudyRun[] runs =
        [
            .. losses.SelectMany(loss => Enumerable.Range(0, count).Select(seed =>
                new StudyRun(loss.Text, SegmentationLoss.Parse(loss.Text), dataset, first + seed) { Epochs = arguments.Whole(Epochs) })),
        ];
        TrainingCurve[] curves =
        [
            .. StudyRuns.Train(runs, (run, network) => ForegroundScore.Of([network.Score(run.Dataset.Validation, classes: 2)]).IoU, progress, cancellation, threads)
                .Select(outcome => new TrainingCurve(outcome.Observed, outcome.StepLosses)),
        ];
        StudiedStability[] studied = [.. losses.Zip(curves.Chunk(count), (loss, seed) => new StudiedStability(loss.Text, loss.Kind, seed))];
        return new StudyResult
        {
            Study = this,
            Arguments = arguments,
            Setup = Setup(arguments),
            Verdict = StabilityVerdict.Of(studied),
            Tables = StabilityTables.Tables(studied, first),
            Figures = StabilityTables.Figures(studied),
        };
    }

    string[] Setup(StudyArguments arguments) =>
    [
        $"Images of {arguments.Whole(Size)} x {arguments.Whole(Size)} pixels hold a disc of {ImbalanceStudy.Percent(DiscShare)} of the pixels. With each loss networks are trained on {arguments.Whole(Images)} of them for {arguments.Whole(Epochs)} epochs "
            + $"from {arguments.Whole(Seeds)} seeds; the foreground's IoU on {arguments.Whole(Images) / 2} others is taken after each epoch, and the loss of every training step.",
        StudyRuns.Setup,
        "The IoU's movement is the mean of its changes from epoch to epoch, up or down, over the second half; the loss's is that from step to step over all of the training, as a share of how far the loss falls. "
            + "Kinds of losses are compared by their means, seed by seed, with Student's intervals at 95 %.",
    ];
}
