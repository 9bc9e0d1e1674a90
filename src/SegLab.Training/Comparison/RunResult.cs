namespace SegLab.Training.Comparison;

/// <summary>One training run.</summary>
/// <param name="Seed">What its weights, crops and order were drawn from.</param>
/// <param name="Weights">The weights file, relative to the output folder.</param>
/// <param name="MeanIoU">Validation mean IoU of the final weights.</param>
/// <param name="Epochs">The course of training.</param>
public sealed record RunResult(int Seed, string Weights, double MeanIoU, IReadOnlyList<EpochResult> Epochs);
