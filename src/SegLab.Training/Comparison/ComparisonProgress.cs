namespace SegLab.Training.Comparison;

/// <summary>Where a comparison stands after a step.</summary>
/// <param name="Run">The run under way, from 1; runs that were over before this process started count.</param>
/// <param name="Runs">Runs of the whole comparison.</param>
/// <param name="Loss">The loss in text form.</param>
/// <param name="Seed">The seed of the run.</param>
/// <param name="Training">Where the run stands.</param>
/// <param name="Epoch">The last epoch of the run that is over, if any: after an epoch's last step comes a report with that epoch.</param>
/// <param name="TimeLeft">The time that all the rest will take, judged by what this process has done so far.</param>
public readonly record struct ComparisonProgress(
    int Run, int Runs, string Loss, int Seed, TrainingProgress Training, EpochResult? Epoch, TimeSpan TimeLeft);
