namespace SegLab.Training.Comparison;

/// <summary>One epoch of a run.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="TrainingLoss">Mean over the steps.</param>
/// <param name="MeanIoU">Validation mean IoU after it; null when not validated after this epoch.</param>
/// <param name="PixelAccuracy">Validation pixel accuracy after it; null when not validated after this epoch.</param>
/// <param name="Seconds">Time of its training steps.</param>
public sealed record EpochResult(int Epoch, double TrainingLoss, double? MeanIoU, double? PixelAccuracy, double Seconds);
