namespace SegLab.Imaging;

/// <summary>Images and masks to train on and to validate on, all with the same number of channels.</summary>
public sealed record SegmentationDataset
{
    /// <summary>What a report calls it: the folder as given, or the generated set's name.</summary>
    public required string Name { get; init; }

    /// <summary>A name for each class; label k is <c>ClassNames[k]</c>.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>The label that counts neither in the loss nor in a metric; null when every label is a class.</summary>
    public int? IgnoreLabel { get; init; }

    /// <summary>The samples to train on.</summary>
    public required IReadOnlyList<SegmentationSample> Training { get; init; }

    /// <summary>The samples to judge by.</summary>
    public required IReadOnlyList<SegmentationSample> Validation { get; init; }
}
