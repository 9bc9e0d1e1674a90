using SegLab.Losses;

namespace SegLab.Training.Studies.Objects;

/// <summary>
/// How every loss answers to false positives and false negatives on a large and on a small object. Tutorials show it for a few losses, and
/// have it that on a small object only the combo and the focal loss rise with every error.
/// </summary>
public sealed class ObjectsStudy : Study
{
    static readonly StudyParameter size = new("size", "Rows and columns of the images", 128, 32, 1024) { IsWhole = true };
    static readonly StudyParameter large = new("large", "Share of the pixels that the large object has", 0.4, 0.1, 0.45);
    static readonly StudyParameter small = new("small", "Share of the pixels that the small object has", 0.005, 0.0005, 0.1);
    static readonly StudyParameter probability = new("probability", "What a pixel is given for the class it is predicted as", 0.9, 0.51, 0.999999);
    static readonly StudyParameter steps = new("steps", "Steps from no errors to as many as the object has pixels", 20, 6, 500) { IsWhole = true };

    // Where weights change while training: half-way.
    const double Progress = 0.5;

    /// <inheritdoc/>
    public override string Name => "objects";

    /// <inheritdoc/>
    public override string Title => "Errors on large and small objects";

    /// <inheritdoc/>
    public override string Question => "Which losses rise steadily as false positives and false negatives grow, which saturate, which jump, and do small objects count?";

    /// <inheritdoc/>
    public override IReadOnlyList<StudyParameter> Parameters { get; } = [StudyParameter.Seed, size, large, small, probability, steps];

    /// <inheritdoc/>
    public override StudyResult Run(StudyArguments arguments, IProgress<StudyProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        if (arguments[small] * Math.Pow(arguments.Whole(size), 2) < arguments.Whole(steps))
            throw new ArgumentException($"A small object of {arguments[small]:P2} of {arguments.Whole(size)} x {arguments.Whole(size)} pixels has fewer pixels than there are steps ({arguments.Whole(steps)}).");
        var random = new Random(arguments.Whole(StudyParameter.Seed));
        var largeImage = new ObjectImage(arguments.Whole(size), arguments[large], random);
        var smallImage = new ObjectImage(arguments.Whole(size), arguments[small], random);

        (string Name, LossFamily Family, SegmentationLoss Loss)[] losses =
        [
            .. LossCatalog.All.Select(entry => (entry.Name, entry.Family, (SegmentationLoss)entry.Default)),
            .. LossCatalog.Recipes.Select(recipe => (recipe.Name, LossFamily.Compound, SegmentationLoss.Parse(recipe.Text).At(Progress))),
        ];
        List<StudiedLoss> studied = [];
        List<(string Name, string Why)> failed = [];
        foreach ((int i, (string name, LossFamily family, SegmentationLoss loss)) in losses.Index())
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                studied.Add(StudiedLoss.Of(name, family, loss, largeImage, smallImage, arguments[probability], arguments.Whole(steps)));
            }
            catch (Exception wrong) when (wrong is ArgumentException or InvalidOperationException)
            {
                failed.Add((name, wrong.Message));
            }

            progress?.Report(new StudyProgress(i + 1, losses.Length, name));
        }

        return new StudyResult
        {
            Study = this,
            Arguments = arguments,
            Setup = Setup(arguments, largeImage, smallImage),
            Verdict = ObjectsVerdict.Of(studied),
            Tables = ObjectsTables.Of(studied, failed),
            Figures = ObjectsFigures.Of(studied),
        };
    }

    static string[] Setup(StudyArguments arguments, ObjectImage large, ObjectImage small) =>
    [
        $"Two images of {large.Size} x {large.Size} pixels hold a disc each, of {large.Pixels} pixels and of {small.Pixels}. The prediction starts right, with a probability of {arguments[probability]:0.######} for the true class of every pixel.",
        "False positives grow from the disc's border outwards, false negatives from its border inwards, and both at a time, from none to as many as the disc has pixels. "
            + "A wrong pixel is given the same probability for the wrong class.",
        $"Every loss of the catalogue has its default options. Weights that change while training are those half-way. The seed places the discs and orders pixels at equal distances from their centres.",
    ];
}
