using SegLab.Training.Networks;

namespace SegLab.Training.Studies.Runs;

/// <summary>Trains the runs of a study, as many at a time as there are processors; what they come to does not depend on how many that is.</summary>
static class StudyRuns
{
    const int Width = 16, Depth = 2, Batch = 4;
    const double LearningRate = 3e-3;

    /// <summary>How the networks are trained, in a sentence.</summary>
    public static string Setup { get; } = $"Each network is a U-Net of width {Width} and depth {Depth} (AdamW, learning rate {LearningRate} with a poly schedule, batches of {Batch}, no weight decay, half of the images mirrored).";

    /// <summary>Trains all runs.</summary>
    /// <param name="runs">The runs; what comes back is in their order.</param>
    /// <param name="observe">Is called after each epoch of each run, for several runs at a time.</param>
    /// <param name="progress">Is told of every epoch.</param>
    /// <param name="cancellation">Stops all.</param>
    /// <param name="threads">Runs at a time.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="TrainingDivergedException">A run broke down.</exception>
    public static StudyRunOutcome<T>[] Train<T>(
        IReadOnlyList<StudyRun> runs, Func<StudyRun, StudiedNetwork, T> observe, IProgress<StudyProgress>? progress, CancellationToken cancellation, int threads = 0)
    {
        var outcomes = new StudyRunOutcome<T>[runs.Count];
        var epochs = new EpochCount(runs.Sum(run => run.Epochs), progress);
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads > 0 ? threads : Environment.ProcessorCount, CancellationToken = cancellation };
        try
        {
            Parallel.For(0, runs.Count, options, i => outcomes[i] = Train(runs[i], observe, epochs, cancellation));
        }
        catch (AggregateException failures)
        {
            cancellation.ThrowIfCancellationRequested();
            throw failures.InnerExceptions[0];
        }

        return outcomes;
    }

    static StudyRunOutcome<T> Train<T>(StudyRun run, Func<StudyRun, StudiedNetwork, T> observe, EpochCount epochs, CancellationToken cancellation)
    {
        var (image, classes) = (run.Dataset.Training[0].Image, run.Dataset.ClassNames.Count);
        var network = new UNet(image.Channels, classes, Width, Depth, run.Seed);
        var settings = new TrainingSettings
        {
            Epochs = run.Epochs,
            Batch = Batch,
            CropHeight = image.Height,
            CropWidth = image.Width,
            LearningRate = LearningRate,
            WeightDecay = 0,
            Seed = run.Seed,
            ValidateEvery = run.Epochs,
            Threads = 1,
        };
        List<double> losses = [];
        List<T> observed = [];
        StudiedNetwork? studied = null;
        var trainer = new Trainer(network, run.Loss, run.Dataset, settings)
        {
            StepProgress = new Told<TrainingProgress>(step => losses.Add(step.Loss)),
            EpochProgress = new Told<Comparison.EpochResult>(epoch =>
            {
                observed.Add(observe(run, studied!));
                epochs.Add($"{run.Name}, seed {run.Seed}, epoch {epoch.Epoch}");
            }),
            WeighImages = run.WeighImages is { } weigh ? () => weigh(studied!) : null,
        };
        studied = new StudiedNetwork(network, trainer.Normalization);
        TrainingResult training = trainer.Train(cancellation);
        return new StudyRunOutcome<T>(run, observed, losses, training);
    }

    /// <summary>Calls at once, on the thread that reports.</summary>
    sealed class Told<T>(Action<T> tell) : IProgress<T>
    {
        public void Report(T value) => tell(value);
    }

    sealed class EpochCount(int total, IProgress<StudyProgress>? progress)
    {
        readonly Lock gate = new();
        int done;

        public void Add(string what)
        {
            lock (gate) progress?.Report(new StudyProgress(++done, total, what));
        }
    }
}
