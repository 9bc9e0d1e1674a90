using SegLab.Metrics;
using SegLab.Training.Comparison;

namespace SegLab.Training;

/// <summary>What training came to.</summary>
/// <param name="Epochs">The course of training, an entry an epoch.</param>
/// <param name="Validation">The confusion of each validation image under the final weights, in the order of the dataset.</param>
public sealed record TrainingResult(IReadOnlyList<EpochResult> Epochs, IReadOnlyList<ConfusionMatrix> Validation);
