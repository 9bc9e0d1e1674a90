namespace SegLab.Training.Comparison;

/// <summary>Passes on what the trainer of one run reports as progress of the comparison.</summary>
sealed class ProgressRelay(ComparisonRun run, int runs, ComparisonPace pace, IProgress<ComparisonProgress>? target)
    : IProgress<TrainingProgress>, IProgress<EpochResult>
{
    readonly string loss = run.Loss.ToString();
    TrainingProgress last;
    TimeSpan left;
    EpochResult? epoch;

    public void Report(TrainingProgress value)
    {
        last = value;
        left = pace.TimeLeft((long)(value.Epoch - 1) * value.Steps + value.Step);
        Send();
    }

    public void Report(EpochResult value)
    {
        epoch = value;
        Send();
    }

    void Send() => target?.Report(new ComparisonProgress(run.Number, runs, loss, run.Seed, last, epoch, left));
}
