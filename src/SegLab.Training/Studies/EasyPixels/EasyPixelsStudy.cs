using SegLab.Imaging;
using SegLab.Imaging.Datasets;
using SegLab.Losses;
using SegLab.Training.Studies.Runs;

namespace SegLab.Training.Studies.EasyPixels;

/// <summary>
/// How much of the gradient easy and hard pixels hold while a network trains. Tutorials on the focal loss ask whether a lower weight really
/// stops easy pixels from training, and leave it to be verified by looking at gradients.
/// </summary>
sealed class EasyPixelsStudy() : TrainingStudy(seeds: 4, epochs: 30, images: 80, size: 48)
{
    const int Batch = 4, ProbedImages = 16;

    static readonly double[] gammas = [1, 2, 5];

    /// <inheritdoc/>
    public override string Name => "easy-pixels";

    /// <inheritdoc/>
    public override string Title => "The gradient of easy and hard pixels";

    /// <inheritdoc/>
    public override string Question => "Does a lower weight, as the focal loss gives easy pixels, really stop them from training?";

    /// <inheritdoc/>
    internal override StudyResult Run(StudyArguments arguments, IProgress<StudyProgress>? progress, int threads, CancellationToken cancellation)
    {
        int count = arguments.Whole(Seeds), first = arguments.Whole(StudyParameter.Seed), pixels = Batch * arguments.Whole(Size) * arguments.Whole(Size);
        SegmentationDataset dataset = GeneratedDataset.Create((ulong)first, arguments.Whole(Images), arguments.Whole(Images) / 2, arguments.Whole(Size));
        (string Name, SegmentationLoss Loss)[] losses =
        [
            ("ce", new CrossEntropyLoss()),
            .. gammas.Select(gamma => ($"focal(gamma={gamma})", (SegmentationLoss)new FocalLoss { Gamma = gamma })),
            ("dice", new DiceLoss()),
            ("ohem_ce", new HardExampleCrossEntropyLoss { MinimumKept = pixels / 16 }),
        ];
        SegmentationLoss[] looked = [.. losses.Select(loss => loss.Loss)];
        SegmentationSample[] probed = [.. dataset.Training.Take(ProbedImages)];
        StudyRun[] runs =
        [
            .. losses.SelectMany(loss => Enumerable.Range(0, count).Select(i => new StudyRun(loss.Name, loss.Loss, dataset, first + i) { Epochs = arguments.Whole(Epochs) })),
        ];
        StudyRunOutcome<GradientByDifficulty[]>[] outcomes =
            StudyRuns.Train(runs, (_, network) => GradientByDifficulty.Of(looked, network.Predict(probed, Batch)), progress, cancellation, threads);
        var studied = new StudiedGradients([.. losses.Select(loss => loss.Name)], [.. outcomes.Select(outcome => outcome.Observed).Chunk(count)]);
        return new StudyResult
        {
            Study = this,
            Arguments = arguments,
            Setup = Setup(arguments, dataset, probed.Length / Batch * Batch, pixels),
            Verdict = EasyPixelsVerdict.Of(studied),
            Tables = EasyPixelsTables.Tables(studied),
            Figures = EasyPixelsTables.Figures(studied),
        };
    }

    string[] Setup(StudyArguments arguments, SegmentationDataset dataset, int probed, int pixels) =>
    [
        $"Networks are trained with each loss on {dataset.Training.Count} generated images of {arguments.Whole(Size)} x {arguments.Whole(Size)} pixels and {dataset.ClassNames.Count} classes for {arguments.Whole(Epochs)} epochs, "
            + $"from {arguments.Whole(Seeds)} seeds. After each epoch the gradient of every loss by the logits of {probed} training images is taken, in batches of {Batch}, and summed by how probable the true class of the pixel is.",
        StudyRuns.Setup,
        $"Hard-example mining (ohem_ce) keeps pixels below a probability of 0.7, and at least {pixels / 16} a batch. Intervals are Student's at 95 % over the seeds; differences are taken seed by seed.",
    ];
}
