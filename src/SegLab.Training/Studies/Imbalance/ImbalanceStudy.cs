using SegLab.Imaging;
using SegLab.Losses;
using SegLab.Training.Studies.Runs;

namespace SegLab.Training.Studies.Imbalance;

/// <summary>
/// Which losses learn a foreground that gets rarer and rarer. Tutorials have it that cross-entropy is drowned by the background, and name weights,
/// the focal loss and losses of overlap as the cure.
/// </summary>
sealed class ImbalanceStudy() : TrainingStudy(seeds: 3, epochs: 10, images: 40, size: 64)
{
    static readonly double[] shares = [0.5, 0.2, 0.05, 0.02, 0.005, 0.002, 0.001];
    static readonly string[] texts = ["ce", "focal", "dice", "tversky", "lovasz_softmax", "dice_ce"];

    /// <inheritdoc/>
    public override string Name => "imbalance";

    /// <inheritdoc/>
    public override string Title => "A foreground that gets rarer";

    /// <inheritdoc/>
    public override string Question => "As the foreground falls from half of the pixels to one in a thousand, which losses still learn it, and from where on do they fail?";

    /// <summary>A share as people write it.</summary>
    public static string Percent(double share) => $"{100 * share:0.##} %";

    /// <inheritdoc/>
    internal override StudyResult Run(StudyArguments arguments, IProgress<StudyProgress>? progress, int threads, CancellationToken cancellation)
    {
        int count = arguments.Whole(Seeds), first = arguments.Whole(StudyParameter.Seed);
        SegmentationDataset[] datasets = [.. shares.Select(share => DiscDataset.Create(first, share, arguments.Whole(Images), arguments.Whole(Size)))];
        string[] names = [.. texts, "ce, weighted"];
        StudyRun[] runs =
        [
            .. names.SelectMany(name => datasets.SelectMany((dataset, share) => Enumerable.Range(0, count).Select(seed =>
                new StudyRun($"{name}, {Percent(shares[share])}", Loss(name, dataset), dataset, first + seed) { Epochs = arguments.Whole(Epochs) }))),
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

    string[] Setup(StudyArguments arguments) =>
    [
        $"Images of {arguments.Whole(Size)} x {arguments.Whole(Size)} pixels hold a disc of {string.Join(", ", shares.Select(Percent))} of the pixels, brighter than its ground by two and a half times the noise. "
            + $"For each share and loss a network is trained on {arguments.Whole(Images)} images for {arguments.Whole(Epochs)} epochs from {arguments.Whole(Seeds)} seeds, and judged by the foreground's IoU on {arguments.Whole(Images) / 2} others.",
        StudyRuns.Setup,
        "Losses have their default options; the weights of the weighted cross-entropy are the inverse frequencies of the classes. A foreground counts as learnt, or as failed, where Student's interval at 95 % over the seeds lies above, or below, an IoU of 0.5.",
    ];
}
