using SegLab.Imaging;
using SegLab.Losses;
using SegLab.Training.Studies.Runs;

namespace SegLab.Training.Studies.Imbalance;

/// <summary>
/// Which losses learn a foreground that gets rarer and rarer. Tutorials have it that cross-entropy is drowned by the background, and name weights,
/// the focal loss and losses of overlap as the cure.
/// </summary>
sealed class ImbalanceStudy : Study
{
    static readonly double[] shares = [0.5, 0.2, 0.05, 0.02, 0.005, 0.002, 0.001];
    static readonly string[] texts = ["ce", "focal", "dice", "tversky", "lovasz_softmax", "dice_ce"];
    static readonly StudyParameter seeds = TrainingParameters.Seeds(3);
    static readonly StudyParameter epochs = TrainingParameters.Epochs(10);
    static readonly StudyParameter images = TrainingParameters.Images(40);
    static readonly StudyParameter size = TrainingParameters.Size(64);

    /// <inheritdoc/>
    public override string Name => "imbalance";

    /// <inheritdoc/>
    public override string Title => "A foreground that gets rarer";

    /// <inheritdoc/>
    public override string Question => "As the foreground falls from half of the pixels to one in a thousand, which losses still learn it, and from where on do they fail?";

    /// <inheritdoc/>
    public override IReadOnlyList<StudyParameter> Parameters { get; } = [StudyParameter.Seed, seeds, epochs, images, size];

    /// <inheritdoc/>
    public override StudyResult Run(StudyArguments arguments, IProgress<StudyProgress>? progress = null, CancellationToken cancellation = default) =>
        Run(arguments, progress, threads: 0, cancellation);

    /// <summary>A share as people write it.</summary>
    public static string Percent(double share) => $"{100 * share:0.##} %";

    /// <summary>As the public one, with so many runs at a time.</summary>
    internal StudyResult Run(StudyArguments arguments, IProgress<StudyProgress>? progress, int threads, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        int count = arguments.Whole(seeds), first = arguments.Whole(StudyParameter.Seed);
        SegmentationDataset[] datasets = [.. shares.Select(share => DiscDataset.Create(first, share, arguments.Whole(images), arguments.Whole(size)))];
        string[] names = [.. texts, "ce, weighted"];
        StudyRun[] runs =
        [
            .. names.SelectMany(name => datasets.SelectMany((dataset, share) => Enumerable.Range(0, count).Select(seed =>
                new StudyRun($"{name}, {Percent(shares[share])}", Loss(name, dataset), dataset, first + seed) { Epochs = arguments.Whole(epochs) }))),
        ];
        ForegroundScore[] found =
            [.. StudyRuns.Train(runs, (_, _) => 0, progress, cancellation, threads).Select(outcome => ForegroundScore.Of(outcome.Training.Validation))];
        var scores = new ImbalanceScores(names, shares, [.. found.Chunk(count).Chunk(shares.Length)]);
        return new StudyResult
        {
            Study = this,
            Arguments = arguments,
            Setup = Setup(arguments),
            Verdict = ImbalanceVerdict.Of(scores),
            Tables = ImbalanceTables.Tables(scores),
            Figures = ImbalanceTables.Figures(scores),
        };
    }

    static SegmentationLoss Loss(string name, SegmentationDataset dataset) => texts.Contains(name)
        ? SegmentationLoss.Parse(name)
        : new CrossEntropyLoss { ClassWeights = dataset.WeighClasses(ClassWeighting.InverseFrequency) };

    static string[] Setup(StudyArguments arguments) =>
    [
        $"Images of {arguments.Whole(size)} x {arguments.Whole(size)} pixels hold a disc of {string.Join(", ", shares.Select(Percent))} of the pixels, brighter than its ground by two and a half times the noise. "
            + $"For each share and loss a network is trained on {arguments.Whole(images)} images for {arguments.Whole(epochs)} epochs from {arguments.Whole(seeds)} seeds, and judged by the foreground's IoU on {arguments.Whole(images) / 2} others.",
        StudyRuns.Setup,
        "Losses have their default options; the weights of the weighted cross-entropy are the inverse frequencies of the classes. A foreground counts as learnt, or as failed, where Student's interval at 95 % over the seeds lies above, or below, an IoU of 0.5.",
    ];
}
