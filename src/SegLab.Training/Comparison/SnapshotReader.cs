using System.Text.Json.Serialization.Metadata;
using SegLab.Losses;
using SegLab.Training.Checkpoints;

namespace SegLab.Training.Comparison;

/// <summary>Reads the files of a comparison that others may be writing, believes none of them, and collects what is wrong with them.</summary>
sealed class SnapshotReader(string folder)
{
    public const int MostRuns = 10_000;

    const long MostBytes = 1 << 28, MostCounts = 100_000_000;

    readonly List<string> faults = [];

    /// <summary>A line for each file that could not be used so far.</summary>
    public IReadOnlyList<string> Faults => faults;

    /// <summary>What is compared.</summary>
    public (ComparisonPlan Plan, SegmentationLoss[] Losses) Plan()
    {
        string path = Path.Combine(folder, ComparisonFolder.PlanName);
        ComparisonPlan plan = Read(path, ComparisonJson.Default.ComparisonPlan);
        try
        {
            plan.Settings.Validate();
            if (plan.Seeds < 1 || plan.Losses.Count < 1 || (long)plan.Seeds * plan.Losses.Count > MostRuns)
                throw new InvalidDataException($"it has {plan.Losses.Count} losses and {plan.Seeds} seeds; expected 1 to {MostRuns} runs");
            return (plan, [.. plan.Losses.Select(SegmentationLoss.Parse)]);
        }
        catch (Exception failure) when (failure is FormatException or ArgumentException or InvalidDataException)
        {
            throw new InvalidDataException($"'{path}' cannot be used: {failure.Message.TrimEnd('.')}.", failure);
        }
    }

    /// <summary>What is trained on, if that is known.</summary>
    public DatasetSummary? Dataset() => Try(ComparisonFolder.DatasetName, path =>
    {
        DatasetSummary dataset = Read(path, ComparisonJson.Default.DatasetSummary);
        int classes = dataset.ClassNames.Count;
        bool fits = classes > 0 && dataset.ClassFractions.Count == classes && dataset.RareClasses.All(label => label >= 0 && label < classes)
            && dataset.ValidationImages > 0 && (double)classes * classes * dataset.ValidationImages <= MostCounts;
        return fits ? dataset : throw new InvalidDataException($"'{path}' cannot be used: its classes and images do not fit each other.");
    });

    /// <summary>What it came to, if it is over.</summary>
    public ComparisonResult? Result() => Try(ComparisonFolder.ResultName, path => Read(path, ComparisonJson.Default.ComparisonResult));

    /// <summary>Where each run stands; those that are over get their records.</summary>
    public RunSnapshot[] Runs(ComparisonRun[] runs, bool held, DatasetSummary? dataset)
    {
        foreach (ComparisonRun run in runs) Complete(run, dataset);
        ComparisonRun? current = !held ? null
            : runs.Where(run => run.Record is null && Begun(run)).MaxBy(run => Directory.GetLastWriteTimeUtc(Path.Combine(folder, run.Folder)));
        return [.. runs.Select(run => new RunSnapshot(run.Loss.ToString(), run.Seed, Standing(run, current), run.Record?.Epochs ?? Epochs(run)))];
    }

    /// <summary>The ranking of the runs that are over.</summary>
    public static IReadOnlyList<LossResult> Ranking(ComparisonRun[] runs, DatasetSummary? dataset) =>
        dataset is null ? [] : [.. Comparison.Ranking.Of([.. runs.Where(run => run.Confusions.Count > 0)], dataset).Select(ranked => ranked.Result)];

    void Complete(ComparisonRun run, DatasetSummary? dataset) => Try(Path.Combine(run.Folder, ComparisonFolder.RecordName), path =>
    {
        RunRecord record = Read(path, ComparisonJson.Default.RunRecord);
        try
        {
            if (record.Epochs.Count == 0) throw new InvalidDataException("it holds no epoch");
            if (dataset is not null) run.Confusions = record.Unpack(dataset.ValidationImages, dataset.ClassNames.Count);
        }
        catch (InvalidDataException failure)
        {
            throw new InvalidDataException($"'{path}' cannot be used: {failure.Message}.", failure);
        }

        return run.Record = record;
    });

    IReadOnlyList<EpochResult> Epochs(ComparisonRun run) =>
        Try(Path.Combine(run.Folder, ComparisonFolder.CheckpointName), path => Checkpoint.ReadState(path).History) ?? [];

    RunStanding Standing(ComparisonRun run, ComparisonRun? current) =>
        run.Record is not null ? RunStanding.Done : run == current ? RunStanding.Training : Begun(run) ? RunStanding.Stopped : RunStanding.Waiting;

    bool Begun(ComparisonRun run) => Directory.Exists(Path.Combine(folder, run.Folder));

    /// <summary>Null where there is no such file, and where it cannot be used.</summary>
    T? Try<T>(string name, Func<string, T> read) where T : class
    {
        string path = Path.Combine(folder, name);
        try
        {
            return File.Exists(path) ? read(path) : null;
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            // It went between the two looks, as a checkpoint does when its run is over.
            return null;
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            faults.Add(failure.Message);
            return null;
        }
    }

    static T Read<T>(string path, JsonTypeInfo<T> type) where T : class =>
        new FileInfo(path).Length is var length && length <= MostBytes
            ? ComparisonJson.Read(path, type)
            : throw new InvalidDataException($"'{path}' cannot be used: it has {length} bytes, and no file of a comparison has more than {MostBytes}.");
}
