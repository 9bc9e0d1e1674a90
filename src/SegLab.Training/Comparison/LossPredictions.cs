using SegLab.Imaging;

namespace SegLab.Training.Comparison;

/// <summary>What a network trained with a loss made of some images.</summary>
/// <param name="Loss">The loss in text form.</param>
/// <param name="Images">The predicted labels of each image.</param>
public sealed record LossPredictions(string Loss, IReadOnlyList<LabelMap> Images);
