namespace SegLab.Training;

/// <summary>Where training stands after a step.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Epochs">Epochs of the whole training.</param>
/// <param name="Step">From 1, within the epoch.</param>
/// <param name="Steps">Steps of an epoch.</param>
/// <param name="Loss">The loss of this step's batch.</param>
/// <param name="ImagesPerSecond">Crops trained on a second, over this epoch's steps.</param>
/// <param name="TimeLeft">The time that the rest will take, judged by what was done so far.</param>
public readonly record struct TrainingProgress(
    int Epoch, int Epochs, int Step, int Steps, double Loss, double ImagesPerSecond, TimeSpan TimeLeft);
