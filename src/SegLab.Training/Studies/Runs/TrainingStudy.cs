namespace SegLab.Training.Studies.Runs;

/// <summary>A study that trains small networks from several seeds.</summary>
abstract class TrainingStudy : Study
{
    private protected TrainingStudy(int seeds, int epochs, int images, int size)
    {
        Seeds = new("seeds", "Runs of each kind, with seeds that follow each other; intervals are over these", seeds, 2, 100) { IsWhole = true };
        Epochs = new("epochs", "Passes over the training images", epochs, 2, 10_000) { IsWhole = true };
        Images = new("images", "Images to train on; half as many are kept to judge by", images, 8, 100_000) { IsWhole = true };
        Size = new("size", "Rows and columns of the images", size, 16, 512) { IsWhole = true };
        Parameters = [StudyParameter.Seed, Seeds, Epochs, Images, Size];
    }

    /// <inheritdoc/>
    public sealed override IReadOnlyList<StudyParameter> Parameters { get; }

    protected StudyParameter Seeds { get; }

    protected StudyParameter Epochs { get; }

    protected StudyParameter Images { get; }

    protected StudyParameter Size { get; }

    /// <inheritdoc/>
    public sealed override StudyResult Run(StudyArguments arguments, IProgress<StudyProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return Run(arguments, progress, threads: 0, cancellation);
    }

    /// <summary>As the public one, with so many runs at a time.</summary>
    internal abstract StudyResult Run(StudyArguments arguments, IProgress<StudyProgress>? progress, int threads, CancellationToken cancellation);
}
