using System.Diagnostics;
using SegLab.Imaging;
using SegLab.Losses;
using SegLab.Metrics;
using SegLab.Training.Checkpoints;
using SegLab.Training.Data;
using SegLab.Training.Networks;

namespace SegLab.Training.Comparison;

/// <summary>Trains the same network with several losses on the same crops, and says which loss to use.</summary>
/// <remarks>
/// Runs of one seed start from the same weights and see the same crops in the same order. Everything is kept in the output folder, so
/// that a comparison that was stopped, in whatever way, goes on where it stood and ends with the same weights.
/// </remarks>
public sealed class ComparisonRunner
{
    DatasetSurvey? survey;

    /// <summary>What to train and to judge on.</summary>
    public required SegmentationDataset Dataset { get; init; }

    /// <summary>The losses to compare, each once.</summary>
    public required IReadOnlyList<SegmentationLoss> Losses { get; init; }

    /// <summary>How each run trains; <see cref="TrainingSettings.Seed"/> is that of the first run of a loss, and each further run has the next.</summary>
    public required TrainingSettings Settings { get; init; }

    /// <summary>Runs a loss.</summary>
    public int Seeds { get; init; } = 1;

    /// <summary>The shape of the network, for the weights files and the report.</summary>
    public required NetworkShape Network { get; init; }

    /// <summary>Builds the network with initial weights drawn from a seed.</summary>
    public required Func<int, Network> Build { get; init; }

    /// <summary>The folder that everything is written to.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>Whether to go on with what the folder holds; an empty folder is started anew.</summary>
    public bool Resume { get; init; }

    /// <summary>The command that repeats the comparison, for the report.</summary>
    public string Command { get; init; } = "";

    /// <summary>Is told of every step and every epoch.</summary>
    public IProgress<ComparisonProgress>? Progress { get; init; }

    /// <summary>Trains what is not trained yet, ranks, and writes <c>results.json</c>.</summary>
    /// <param name="cancellation">Stops after the step under way; the folder can be resumed.</param>
    /// <exception cref="ArgumentException">Losses, dataset, settings and network do not fit each other.</exception>
    /// <exception cref="IOException">The folder is in use, holds something else, or cannot be written.</exception>
    /// <exception cref="InvalidDataException">A file in the folder is damaged.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="TrainingDivergedException">All losses broke down.</exception>
    public ComparisonResult Run(CancellationToken cancellation = default)
    {
        survey = Check();
        Normalization normalization = Normalization.Of(Dataset.Training);
        using ComparisonFolder folder = ComparisonFolder.Open(OutputFolder, Plan(survey), Resume);
        List<ComparisonRun> runs = Runs();
        var pace = new ComparisonPace(Settings.Epochs, Dataset.Training.Count / Settings.Batch, runs.Count(run => !File.Exists(folder.Record(run.Folder))));
        var failures = new List<RunFailure>();
        foreach (ComparisonRun run in runs)
        {
            try
            {
                run.Record = File.Exists(folder.Record(run.Folder))
                    ? ComparisonJson.Read(folder.Record(run.Folder), ComparisonJson.Default.RunRecord)
                    : Train(run, runs.Count, folder, normalization, pace, cancellation);
                run.Confusions = Unpack(run, folder);
                File.Delete(folder.Checkpoint(run.Folder));
            }
            catch (TrainingDivergedException failure)
            {
                failures.Add(new RunFailure(run.Loss.ToString(), run.Seed, failure.Message));
            }
        }

        if (failures.Select(failure => failure.Loss).Distinct().Count() == Losses.Count) throw new TrainingDivergedException(failures[0].Message);
        ComparisonResult result = Result(runs, failures, survey);
        result.Save(folder.ResultPath);
        return result;
    }

    /// <summary>Predicts validation images with the final weights of the first run of each loss.</summary>
    /// <param name="result">What <see cref="Run"/> gave.</param>
    /// <param name="images">Places in the validation images of the dataset.</param>
    /// <returns>A list of label maps a loss, in the order of the ranking.</returns>
    /// <exception cref="InvalidDataException">A weights file is damaged.</exception>
    public IReadOnlyList<LossPredictions> Predict(ComparisonResult result, IReadOnlyList<int> images)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(images);
        var predictions = new List<LossPredictions>();
        foreach (LossResult loss in result.Ranking)
        {
            WeightsFile weights = WeightsFile.Load(Path.Combine(OutputFolder, loss.Runs[0].Weights));
            var predictor = Predictor.From(weights, _ => Build(Settings.Seed));
            predictions.Add(new LossPredictions(loss.Loss, [.. images.Select(image => predictor.Predict(Dataset.Validation[image].Image))]));
        }

        return predictions;
    }

    DatasetSurvey Check()
    {
        if (Losses.Count == 0) throw new ArgumentException("There is no loss to compare.");
        if (Losses.GroupBy(loss => loss.ToString()).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"The loss {twice.Key} is given twice.");
        if (Seeds < 1) throw new ArgumentException($"The number of seeds must be at least 1, not {Seeds}.");
        Settings.Validate();
        DatasetSurvey found = DatasetSurvey.Of(Dataset);
        if (found.ValidationPixels == 0) throw new ArgumentException($"Dataset '{Dataset.Name}' has no validation image with a pixel that counts, and without one losses cannot be ranked.");
        return found;
    }

    ComparisonPlan Plan(DatasetSurvey found) => new()
    {
        Losses = [.. Losses.Select(loss => loss.ToString())],
        Seeds = Seeds,
        Network = Network,
        Dataset = found.Fingerprint,
        Settings = Settings with { Threads = 1 },
    };

    /// <summary>All runs: every loss with the first seed, then every loss with the next, so that an early stop has something of each.</summary>
    List<ComparisonRun> Runs()
    {
        var runs = new List<ComparisonRun>();
        for (int seed = Settings.Seed; seed < Settings.Seed + Seeds; seed++)
        {
            for (int i = 0; i < Losses.Count; i++)
                runs.Add(new ComparisonRun(runs.Count + 1, Losses[i], seed, ComparisonFolder.RunFolder(i, Losses[i].ToString(), seed)));
        }

        return runs;
    }

    RunRecord Train(ComparisonRun run, int runs, ComparisonFolder folder, Normalization normalization, ComparisonPace pace, CancellationToken cancellation)
    {
        Network network = Build(run.Seed);
        TrainingSettings settings = Settings with { Seed = run.Seed };
        var relay = new ProgressRelay(run, runs, pace, Progress);
        var trainer = new Trainer(network, run.Loss, Dataset, settings, survey!, normalization)
        {
            CheckpointPath = folder.Checkpoint(run.Folder),
            StepProgress = relay,
            EpochProgress = relay,
        };
        folder.Create(run.Folder);
        if (File.Exists(trainer.CheckpointPath)) trainer.Resume(trainer.CheckpointPath);
        pace.StartRun(trainer.StepsDone);
        TrainingResult trained = trainer.Train(cancellation);
        pace.EndRun();
        WeightsFile.Save(folder.Weights(run.Folder), network, trainer.Describe(Network));
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

    IReadOnlyList<ConfusionMatrix> Unpack(ComparisonRun run, ComparisonFolder folder)
    {
        try
        {
            return run.Record!.Unpack(Dataset.Validation.Count, Dataset.ClassNames.Count);
        }
        catch (InvalidDataException failure)
        {
            throw new InvalidDataException($"'{folder.Record(run.Folder)}' cannot be used: {failure.Message}.", failure);
        }
    }

    ComparisonResult Result(List<ComparisonRun> runs, List<RunFailure> failures, DatasetSurvey found)
    {
        DatasetSummary summary = found.Summarize();
        Network network = Build(Settings.Seed);
        IReadOnlyList<RankedLoss> ranking = Ranking.Of(runs, summary);
        return new ComparisonResult
        {
            Version = typeof(ComparisonRunner).Assembly.GetName().Version!.ToString(3),
            Command = Command,
            Machine = Machine.Describe(Settings.Threads),
            Finished = DateTimeOffset.UtcNow,
            Dataset = summary,
            Settings = new ComparisonSettings
            {
                Epochs = Settings.Epochs,
                Width = Network.Width,
                Depth = Network.Depth,
                Batch = Settings.Batch,
                CropHeight = Settings.CropHeight,
                CropWidth = Settings.CropWidth,
                LearningRate = Settings.LearningRate,
                Seeds = Seeds,
            },
            NetworkParameters = network.Parameters.Sum(parameter => parameter.Values.Length),
            Ranking = [.. ranking.Select(ranked => ranked.Result)],
            Failures = failures,
            Advice = Advice.Of(ranking, summary),
            PeakMemory = runs.Max(run => run.Record?.PeakMemory ?? 0),
        };
    }
}
