namespace SegLab.Training.Comparison;

/// <summary>The dataset in figures.</summary>
/// <param name="Name">The folder, or the generated set's name.</param>
/// <param name="ClassNames">A name a class.</param>
/// <param name="ClassFractions">The share of each class of the training pixels that count, 0 to 1.</param>
/// <param name="RareClasses">The classes that are marked as rare.</param>
/// <param name="IgnoreLabel">The label left out, if any.</param>
/// <param name="TrainingImages">Images trained on.</param>
/// <param name="ValidationImages">Images judged by.</param>
/// <param name="Channels">Channels of an image.</param>
public sealed record DatasetSummary(
    string Name,
    IReadOnlyList<string> ClassNames,
    IReadOnlyList<double> ClassFractions,
    IReadOnlyList<int> RareClasses,
    int? IgnoreLabel,
    int TrainingImages,
    int ValidationImages,
    int Channels);
