using SegLab.Imaging;
using SegLab.Losses;
using SegLab.Training.Studies.Imbalance;
using SegLab.Training.Studies.Runs;

namespace SegLab.Training.Studies.Stability;

/// <summary>
/// How steadily losses train on small objects. Tutorials have it that overlap as a loss makes training unstable, and that a sum with cross-entropy
/// cures it.
/// </summary>
sealed class StabilityStudy : Study
{
    const double DiscShare = 0.005;

    static readonly (string Text, LossKind Kind)[] losses =
    [
        ("ce", LossKind.Pixels),
        ("dice", LossKind.Overlap), ("jaccard", LossKind.Overlap), ("tversky", LossKind.Overlap), ("lovasz_softmax", LossKind.Overlap),
        ("dice_ce", LossKind.Compound), ("dice_focal", LossKind.Compound), ("ce + lovasz_softmax", LossKind.Compound),
    ];

    static readonly StudyParameter seeds = TrainingParameters.Seeds(5);
    static readonly StudyParameter epochs = TrainingParameters.Epochs(20);
    static readonly StudyParameter images = TrainingParameters.Images(40);
    static readonly StudyParameter size = TrainingParameters.Size(64);

    /// <inheritdoc/>
    public override string Name => "stability";

    /// <inheritdoc/>
    public override string Title => "How steadily losses train on small objects";

    /// <inheritdoc/>
    public override string Question => "Do losses of overlap train less steadily on small objects than cross-entropy, and do sums of both cure it?";

    /// <inheritdoc/>
    public override IReadOnlyList<StudyParameter> Parameters { get; } = [StudyParameter.Seed, seeds, epochs, images, size];

    /// <inheritdoc/>
    public override StudyResult Run(StudyArguments arguments, IProgress<StudyProgress>? progress = null, CancellationToken cancellation = default) =>
        Run(arguments, progress, threads: 0, cancellation);

    /// <summary>As the public one, with so many runs at a time.</summary>
    internal StudyResult Run(StudyArguments arguments, IProgress<StudyProgress>? progress, int threads, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        int count = arguments.Whole(seeds), first = arguments.Whole(StudyParameter.Seed);
        SegmentationDataset dataset = DiscDataset.Create(first, DiscShare, arguments.Whole(images), arguments.Whole(size));
        StudyRun[] runs =
        [
            .. losses.SelectMany(loss => Enumerable.Range(0, count).Select(seed =>
                new StudyRun(loss.Text, SegmentationLoss.Parse(loss.Text), dataset, first + seed) { Epochs = arguments.Whole(epochs) })),
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

    static string[] Setup(StudyArguments arguments) =>
    [
        $"Images of {arguments.Whole(size)} x {arguments.Whole(size)} pixels hold a disc of {ImbalanceStudy.Percent(DiscShare)} of the pixels. With each loss networks are trained on {arguments.Whole(images)} of them for {arguments.Whole(epochs)} epochs "
            + $"from {arguments.Whole(seeds)} seeds; the foreground's IoU on {arguments.Whole(images) / 2} others is taken after each epoch, and the loss of every training step.",
        StudyRuns.Setup,
        "The IoU's movement is the mean of its changes from epoch to epoch, up or down, over the second half; the loss's is that from step to step over all of the training, as a share of how far the loss falls. "
            + "Kinds of losses are compared by their means, seed by seed, with Student's intervals at 95 %.",
    ];
}
