using System.Diagnostics;
using SegLab.Training.Checkpoints;
using SegLab.Training.Data;
using SegLab.Training.Networks;

namespace SegLab.Training.Comparison;

/// <summary>Trains the runs of a comparison, or takes them from its folder where they are over.</summary>
sealed class ComparisonTraining
{
    readonly ComparisonRunner comparison;
    readonly ComparisonFolder folder;
    readonly DatasetSurvey survey;
    readonly Normalization normalization;
    readonly ComparisonPace pace;
    readonly int runs;

    public ComparisonTraining(ComparisonRunner comparison, ComparisonFolder folder, DatasetSurvey survey, List<ComparisonRun> runs)
    {
        (this.comparison, this.folder, this.survey, this.runs) = (comparison, folder, survey, runs.Count);
        normalization = comparison.Start?.Description.Normalization ?? Normalization.Of(comparison.Dataset.Training);
        long steps = (long)comparison.Settings.Epochs * (comparison.Dataset.Training.Count / comparison.Settings.Batch);
        pace = new ComparisonPace(steps, runs.Count(run => !File.Exists(folder.Record(run.Folder))));
    }

    /// <summary>Sets what a run came to, and leaves its weights in its folder.</summary>
    /// <exception cref="TrainingDivergedException">The run broke down.</exception>
    public void Complete(ComparisonRun run, CancellationToken cancellation)
    {
        string path = folder.Record(run.Folder);
        run.Record = File.Exists(path) ? ComparisonJson.Read(path, ComparisonJson.Default.RunRecord) : Train(run, cancellation);
        try
        {
            run.Confusions = run.Record.Unpack(comparison.Dataset.Validation.Count, comparison.Dataset.ClassNames.Count);
        }
        catch (InvalidDataException failure)
        {
            throw new InvalidDataException($"'{path}' cannot be used: {failure.Message}.", failure);
        }

        File.Delete(folder.Checkpoint(run.Folder));
    }

    RunRecord Train(ComparisonRun run, CancellationToken cancellation)
    {
        // The network of the run before is garbage by now, and hundreds of megabytes: it should not stay beside the new one.
        GC.Collect();
        Network network = comparison.Build(run.Seed);
        comparison.Start?.CopyTo(network);
        TrainingSettings settings = comparison.Settings with { Seed = run.Seed };
        var relay = new ProgressRelay(run, runs, pace, comparison.Progress);
        var trainer = new Trainer(network, run.Loss, comparison.Dataset, settings, survey, normalization)
        {
            CheckpointPath = folder.Checkpoint(run.Folder),
            StepProgress = relay,
            EpochProgress = relay,
        };
        folder.Create(run.Folder);
        if (File.Exists(trainer.CheckpointPath)) trainer.Resume(trainer.CheckpointPath);
        pace.StartRun(trainer.StepsDone);
        TrainingResult trained = trainer.Train(cancellation);
        WeightsFile.Save(folder.Weights(run.Folder), network, trainer.Describe(comparison.Network));
        using var process = Process.GetCurrentProcess();
        var record = new RunRecord
        {
            Loss = run.Loss.ToString(),
            Seed = run.Seed,
            Epochs = trained.Epochs,
            Confusions = RunRecord.Pack(trained.Validation),
            PeakMemory = process.PeakWorkingSet64,
        };
        ComparisonJson.Write(folder.Record(run.Folder), record, ComparisonJson.Default.RunRecord, indented: false);
        return record;
    }
}
