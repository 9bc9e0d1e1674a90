namespace SegLab.Imaging.Datasets;

/// <summary>How to read a dataset folder.</summary>
public sealed record DatasetFolderOptions
{
    /// <summary>A file with a class name a line, label 0 first; null for <c>classes.txt</c> in the folder, where there is one.</summary>
    public string? ClassesFile { get; init; }

    /// <summary>The label of pixels that count neither in the loss nor in a metric; null when every label is a class.</summary>
    public int? IgnoreLabel { get; init; }

    /// <summary>Chooses the validation images of a folder that is not split; the order of the files does not matter.</summary>
    public ulong Seed { get; init; }

    /// <summary>The part of the images to validate on where the folder is not split, above 0 and below 1.</summary>
    public double ValidationFraction { get; init; } = 0.2;
}
