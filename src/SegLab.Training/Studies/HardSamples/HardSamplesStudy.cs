using SegLab.Imaging;
using SegLab.Losses;
using SegLab.Training.Studies.Runs;

namespace SegLab.Training.Studies.HardSamples;

/// <summary>
/// Images with a high loss are drawn more often against every image once an epoch, on a dataset with a long tail. Notes on segmentation recommend
/// to train on samples with a high loss again by changing the data loader.
/// </summary>
sealed class HardSamplesStudy() : TrainingStudy(seeds: 6, epochs: 15, images: 48, size: 64)
{
    static readonly string[] losses = ["ce", "dice"];
    static readonly bool[] samplers = [false, true];

    /// <inheritdoc/>
    public override string Name => "hard-samples";

    /// <inheritdoc/>
    public override string Title => "Drawing images with a high loss more often";

    /// <inheritdoc/>
    public override string Question => "Does training more often on images with a high loss help where hard images are few, and what does it cost on the others?";

    /// <inheritdoc/>
    internal override StudyResult Run(StudyArguments arguments, IProgress<StudyProgress>? progress, int threads, CancellationToken cancellation)
    {
        int count = arguments.Whole(Seeds), first = arguments.Whole(StudyParameter.Seed);
        SegmentationDataset dataset = LongTailedDiscs.Create(first, arguments.Whole(Images), arguments.Whole(Size));
        StudyRun[] runs = [.. losses.SelectMany(loss => samplers.SelectMany(byLoss => Enumerable.Range(first, count).Select(seed => NewRun(loss, byLoss, seed))))];
        IReadOnlyList<SampledEpoch>[] observed = [.. StudyRuns.Train(runs, SampledEpoch.Of, progress, cancellation, threads).Select(outcome => outcome.Observed)];
        SampledLoss[] sampled = [.. losses.Zip(observed.Chunk(count).Chunk(2), (name, both) => new SampledLoss(name, both[0], both[1]))];
        return new StudyResult
        {
            Study = this,
            Arguments = arguments,
            Setup = Setup(arguments),
            Verdict = HardSamplesVerdict.Of(sampled),
            Tables = [Comparison(sampled), BySeed(sampled, first)],
            Figures = [new StudyFigure("The foreground's IoU while training, mean over the seeds", [Chart("Hard images", sampled, epoch => epoch.HardIoU), Chart("Common images", sampled, epoch => epoch.CommonIoU)])],
        };

        StudyRun NewRun(string text, bool byLoss, int seed)
        {
            var loss = SegmentationLoss.Parse(text);
            return new StudyRun(byLoss ? $"{text}, by loss" : text, loss, dataset, seed)
            {
                Epochs = arguments.Whole(Epochs),
                WeighImages = byLoss ? network => SampledEpoch.ImageLosses(loss, dataset.Training, network) : null,
            };
        }
    }

    string[] Setup(StudyArguments arguments) =>
    [
        $"Of {arguments.Whole(Images)} images of {arguments.Whole(Size)} x {arguments.Whole(Size)} pixels one in eight is hard: its disc is small (4 % of the pixels in place of 15 %), faint, and darker than its ground in place of brighter. "
            + $"Networks are trained for {arguments.Whole(Epochs)} epochs from {arguments.Whole(Seeds)} seeds, and judged by the foreground's IoU on {arguments.Whole(Images) / 2} others, half of them hard.",
        StudyRuns.Setup,
        "Plain sampling shows every image once an epoch. Sampling by loss shows from the second epoch on each image in proportion to its loss at the end of the epoch before, in as many steps. Intervals are Student's at 95 % over the seeds; differences are taken seed by seed.",
    ];

    static StudyTable Comparison(IReadOnlyList<SampledLoss> sampled) => new(
        "comparison",
        "IoU of the foreground after the last epoch, mean over the seeds",
        [
            new("loss", "loss") { IsCode = true }, new("images", "images"), new("plain", "plain", "0.000"), new("byLoss", "by loss", "0.000"),
            new("difference", "difference", "0.000"), new("low", "95 % from", "0.000"), new("high", "to", "0.000"),
        ],
        [.. sampled.SelectMany(loss => new[] { Row(loss, "hard", epoch => epoch.HardIoU), Row(loss, "common", epoch => epoch.CommonIoU) })]);

    static IReadOnlyList<StudyCell> Row(SampledLoss loss, string of, Func<SampledEpoch, double> figure)
    {
        (SeedMean plain, SeedMean byLoss, SeedMean difference) = loss.Last(figure);
        return [loss.Name, of, plain.Mean, byLoss.Mean, difference.Mean, difference.Interval.Low, difference.Interval.High];
    }

    static StudyTable BySeed(IReadOnlyList<SampledLoss> sampled, int first) => new(
        "seeds",
        "Each seed after its last epoch",
        [new("loss", "loss") { IsCode = true }, new("sampling", "sampling"), new("seed", "seed", "0"), new("hard", "IoU, hard", "0.000"), new("common", "IoU, common", "0.000"), new("hardShare", "hard images' loss", "P0")],
        [
            .. sampled.SelectMany(loss => new[] { ("plain", loss.Plain), ("by loss", loss.ByLoss) }.SelectMany(sampler => sampler.Item2.Select((seed, i) =>
                (IReadOnlyList<StudyCell>)[loss.Name, sampler.Item1, first + i, seed[^1].HardIoU, seed[^1].CommonIoU, seed[^1].HardShare]))),
        ])
    {
        IsDetail = true,
    };

    static StudyChart Chart(string title, IReadOnlyList<SampledLoss> sampled, Func<SampledEpoch, double> figure) => new(
        title, "Epoch", "IoU",
        [.. sampled.SelectMany(loss => new[] { new StudyLine(loss.Name, Mean(loss.Plain, figure)), new StudyLine($"{loss.Name}, by loss", Mean(loss.ByLoss, figure)) })]);

    static (double X, double Y)[] Mean(IReadOnlyList<IReadOnlyList<SampledEpoch>> seeds, Func<SampledEpoch, double> figure) =>
        [.. Enumerable.Range(0, seeds[0].Count).Select(epoch => (epoch + 1.0, seeds.Average(seed => figure(seed[epoch]))))];
}
