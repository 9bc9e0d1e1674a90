using SegLab.Imaging;
using SegLab.Losses;
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
    /// <summary>What to train and to judge on.</summary>
    public required SegmentationDataset Dataset { get; init; }

    /// <summary>The losses to compare, each once.</summary>
    public required IReadOnlyList<SegmentationLoss> Losses { get; init; }

    /// <summary>
    /// How each run trains; <see cref="TrainingSettings.Seed"/> is that of the first run of a loss, and each further run has the next.
    /// </summary>
    public required TrainingSettings Settings { get; init; }

    /// <summary>Runs a loss.</summary>
    public int Seeds { get; init; } = 1;

    /// <summary>The shape of the network, for the weights files and the report.</summary>
    public required NetworkShape Network { get; init; }

    /// <summary>Builds the network with initial weights drawn from a seed.</summary>
    public required Func<int, Network> Build { get; init; }

    /// <summary>
    /// Weights that every run starts from in place of those that <see cref="Build"/> draws; images are then normalized by their figures. Null: none.
    /// </summary>
    public WeightsFile? Start { get; init; }

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
        DatasetSurvey survey = Check();
        using ComparisonFolder folder = ComparisonFolder.Open(OutputFolder, Plan(survey), Resume);
        DatasetSummary dataset = survey.Summarize();
        folder.Describe(dataset);
        List<ComparisonRun> runs = [.. ComparisonRun.Grid(Losses, Settings.Seed, Seeds)];
        var training = new ComparisonTraining(this, folder, survey, runs);
        var failures = new List<RunFailure>();
        foreach (ComparisonRun run in runs)
        {
            try
            {
                training.Complete(run, cancellation);
            }
            catch (TrainingDivergedException failure)
            {
                failures.Add(new RunFailure(run.Loss.ToString(), run.Seed, failure.Message));
            }
        }

        if (failures.Select(failure => failure.Loss).Distinct().Count() == Losses.Count)
            throw new TrainingDivergedException(failures[0].Message);
        ComparisonResult result = Result(runs, failures, dataset);
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
        Network network = Build(Settings.Seed);
        network.Threads = Settings.Threads;
        foreach (LossResult loss in result.Ranking)
        {
            Predictor predictor = Predictor.From(WeightsFile.Load(Path.Combine(OutputFolder, loss.Runs[0].Weights)), _ => network);
            LabelMap[] predicted = [.. images.Select(image => predictor.Predict(Dataset.Validation[image].Image))];
            predictions.Add(new LossPredictions(loss.Loss, predicted));
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
        if (found.ValidationPixels == 0)
            throw new ArgumentException(
                $"Dataset '{Dataset.Name}' has no validation image with a pixel that counts, and without one losses cannot be ranked.");
        return found;
    }

    ComparisonPlan Plan(DatasetSurvey survey) => new()
    {
        Losses = [.. Losses.Select(loss => loss.ToString())],
        Seeds = Seeds,
        Network = Network,
        Dataset = survey.Fingerprint,
        Start = Start?.Fingerprint,
        Settings = Settings with { Threads = 1 },
    };

    ComparisonResult Result(List<ComparisonRun> runs, List<RunFailure> failures, DatasetSummary dataset)
    {
        IReadOnlyList<RankedLoss> ranking = Ranking.Of(runs, dataset);
        return new ComparisonResult
        {
            Version = typeof(ComparisonRunner).Assembly.GetName().Version!.ToString(3),
            Command = Command,
            Machine = Machine.Describe(Settings.Threads),
            Finished = DateTimeOffset.UtcNow,
            Dataset = dataset,
            Settings = ComparisonSettings.Of(Settings, Network, Seeds),
            NetworkParameters = Build(Settings.Seed).Parameters.Sum(parameter => parameter.Values.Length),
            Ranking = [.. ranking.Select(ranked => ranked.Result)],
            Failures = failures,
            Advice = Advice.Of(ranking, dataset),
            PeakMemory = runs.Max(run => run.Record?.PeakMemory ?? 0),
        };
    }
}
