using SegLab.Imaging;
using SegLab.Imaging.Datasets;
using SegLab.Losses;
using SegLab.Training.Studies.Runs;

namespace SegLab.Training.Studies.AllChannels;

/// <summary>
/// Cross-entropy over the true channel alone against cross-entropy over all channels. Tutorials have it that the second is larger, and leave
/// to be verified that it sets the predictions for different channels further apart, so that they are easier to tell.
/// </summary>
sealed class AllChannelsStudy() : TrainingStudy(seeds: 6, epochs: 20, images: 80, size: 48)
{
    /// <inheritdoc/>
    public override string Name => "all-channels";

    /// <inheritdoc/>
    public override string Title => "Cross-entropy over the true channel and over all channels";

    /// <inheritdoc/>
    public override string Question => "Does cross-entropy over all channels set the classes of a pixel further apart, so that they are easier to tell?";

    /// <inheritdoc/>
    internal override StudyResult Run(StudyArguments arguments, IProgress<StudyProgress>? progress, int threads, CancellationToken cancellation)
    {
        int count = arguments.Whole(Seeds), first = arguments.Whole(StudyParameter.Seed);
        SegmentationDataset dataset = GeneratedDataset.Create((ulong)first, arguments.Whole(Images), arguments.Whole(Images) / 2, arguments.Whole(Size));
        StudyRun[] runs =
        [
            .. new SegmentationLoss[] { new CrossEntropyLoss(), new AllChannelsCrossEntropyLoss() }.SelectMany(loss =>
                Enumerable.Range(0, count).Select(i => new StudyRun(loss.ToString(), loss, dataset, first + i) { Epochs = arguments.Whole(Epochs) })),
        ];
        IReadOnlyList<ChannelMargins>[] observed =
            [.. StudyRuns.Train(runs, (run, network) => ChannelMargins.Of(network.Predict(run.Dataset.Validation, 2)), progress, cancellation, threads).Select(outcome => outcome.Observed)];
        var compared = new AllChannelsComparison(observed[..count], observed[count..]);
        return new StudyResult
        {
            Study = this,
            Arguments = arguments,
            Setup = Setup(arguments, dataset),
            Verdict = AllChannelsVerdict.Of(compared),
            Tables = [Comparison(compared), BySeed(compared, first)],
            Figures = [new StudyFigure("Margins while training, mean over the seeds", [Chart(compared, AllChannelsComparison.Figures[0]), Chart(compared, AllChannelsComparison.Figures[1])])],
        };
    }

    string[] Setup(StudyArguments arguments, SegmentationDataset dataset) =>
    [
        $"{dataset.Training.Count} generated images of {arguments.Whole(Size)} x {arguments.Whole(Size)} pixels and {dataset.ClassNames.Count} classes are trained on for {arguments.Whole(Epochs)} epochs with each form, from {arguments.Whole(Seeds)} seeds; "
            + $"figures are those of {dataset.Validation.Count / 2 * 2} other images. With the same seed, both forms begin with the same weights and see the same crops.",
        StudyRuns.Setup,
        "A margin is that of the true class over the best other one, a mean over the pixels; below zero the pixel is wrong. Intervals are Student's at 95 % over the seeds; differences are taken seed by seed.",
    ];

    static StudyTable Comparison(AllChannelsComparison compared) => new(
        "comparison",
        "After the last epoch, mean over the seeds",
        [
            new("figure", "figure"),
            new("trueChannel", "ce", "0.0000"),
            new("allChannels", "ce_all_channels", "0.0000"),
            new("difference", "difference", "0.0000"),
            new("low", "95 % from", "0.0000"),
            new("high", "to", "0.0000"),
        ],
        [
            .. AllChannelsComparison.Figures.Select(figure =>
            {
                (SeedMean one, SeedMean all, SeedMean difference) = compared.Of(figure.Value);
                return (IReadOnlyList<StudyCell>)[figure.Name, one.Mean, all.Mean, difference.Mean, difference.Interval.Low, difference.Interval.High];
            }),
        ])
    {
        Note = "The difference is what the network trained over all channels has more. Both losses are given for both networks.",
    };

    static StudyTable BySeed(AllChannelsComparison compared, int first) => new(
        "seeds",
        "Each seed after its last epoch",
        [new("loss", "loss") { IsCode = true }, new("seed", "seed", "0"), .. AllChannelsComparison.Figures.Select(figure => new StudyColumn(Camel(figure.Name), figure.Name, figure.Format))],
        [
            .. Rows("ce", compared.TrueChannel, first), .. Rows("ce_all_channels", compared.AllChannels, first),
        ])
    {
        IsDetail = true,
    };

    static IEnumerable<IReadOnlyList<StudyCell>> Rows(string loss, IReadOnlyList<IReadOnlyList<ChannelMargins>> seeds, int first) =>
        seeds.Select((seed, i) => (IReadOnlyList<StudyCell>)[loss, first + i, .. AllChannelsComparison.Figures.Select(figure => (StudyCell)figure.Value(seed[^1]))]);

    static string Camel(string name) =>
        string.Concat(name.Split(' ', ',').Where(word => word.Length > 0).Select((word, i) => i == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));

    static StudyChart Chart(AllChannelsComparison compared, ComparedFigure figure) => new(
        char.ToUpperInvariant(figure.Name[0]) + figure.Name[1..], "Epoch", "Margin",
        [new StudyLine("ce", Mean(compared.TrueChannel, figure)), new StudyLine("ce_all_channels", Mean(compared.AllChannels, figure))]);

    static (double X, double Y)[] Mean(IReadOnlyList<IReadOnlyList<ChannelMargins>> seeds, ComparedFigure figure) =>
        [.. Enumerable.Range(0, seeds[0].Count).Select(epoch => (epoch + 1.0, seeds.Average(seed => figure.Value(seed[epoch]))))];
}
