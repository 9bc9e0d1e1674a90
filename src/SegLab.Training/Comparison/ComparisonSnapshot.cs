using SegLab.Losses;

namespace SegLab.Training.Comparison;

/// <summary>
/// What the folder of a comparison holds at a moment: while it is trained, after it was stopped, or at its end. Looking does not disturb the process that
/// trains, and a file that cannot be read hides nothing of the others.
/// </summary>
public sealed record ComparisonSnapshot
{
    /// <summary>Whether it is still trained.</summary>
    public required ComparisonState State { get; init; }

    /// <summary>The losses in text form, in the order in which they were given.</summary>
    public required IReadOnlyList<string> Losses { get; init; }

    /// <summary>The settings that all runs share.</summary>
    public required ComparisonSettings Settings { get; init; }

    /// <summary>What is trained on; null where an older version wrote the folder.</summary>
    public DatasetSummary? Dataset { get; init; }

    /// <summary>All runs in the order of training: every loss with the first seed, then every loss with the next.</summary>
    public required IReadOnlyList<RunSnapshot> Runs { get; init; }

    /// <summary>The losses that have a run that is over, by these runs alone, the best first; empty without a dataset.</summary>
    public IReadOnlyList<LossResult> Ranking { get; init; } = [];

    /// <summary>What it came to; null unless it is over.</summary>
    public ComparisonResult? Result { get; init; }

    /// <summary>A line for each file that cannot be used.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>Whether a folder holds a comparison.</summary>
    public static bool Exists(string folder) => File.Exists(Path.Combine(folder, ComparisonFolder.PlanName));

    /// <summary>Looks at a folder.</summary>
    /// <param name="folder">The output folder of a comparison.</param>
    /// <exception cref="InvalidDataException">Its <c>comparison.json</c> is damaged; the message says how.</exception>
    /// <exception cref="IOException">Its <c>comparison.json</c> cannot be read.</exception>
    public static ComparisonSnapshot Read(string folder)
    {
        // Looked at first: what ends meanwhile is shown as running once, but what runs is never shown as stopped.
        bool held = ComparisonFolder.IsHeld(folder);
        var reader = new SnapshotReader(folder);
        (ComparisonPlan plan, SegmentationLoss[] losses) = reader.Plan();
        DatasetSummary? dataset = reader.Dataset();
        ComparisonRun[] runs = [.. ComparisonRun.Grid(losses, plan.Settings.Seed, plan.Seeds)];
        RunSnapshot[] standings = reader.Runs(runs, held, dataset);
        ComparisonResult? result = held ? null : reader.Result();
        return new ComparisonSnapshot
        {
            State = held ? ComparisonState.Running : result is null ? ComparisonState.Stopped : ComparisonState.Done,
            Losses = plan.Losses,
            Settings = ComparisonSettings.Of(plan.Settings, plan.Network, plan.Seeds),
            Dataset = dataset ?? result?.Dataset,
            Runs = standings,
            Ranking = result?.Ranking ?? SnapshotReader.Ranking(runs, dataset),
            Result = result,
            Faults = reader.Faults,
        };
    }

    /// <summary>That of a comparison of which only the <c>results.json</c> is at hand.</summary>
    internal static ComparisonSnapshot Of(ComparisonResult result) => new()
    {
        State = ComparisonState.Done,
        Losses = [.. result.Ranking.Select(loss => loss.Loss)],
        Settings = result.Settings,
        Dataset = result.Dataset,
        Runs = [.. result.Ranking.SelectMany(loss => loss.Runs.Select(run => new RunSnapshot(loss.Loss, run.Seed, RunStanding.Done, run.Epochs)))],
        Ranking = result.Ranking,
        Result = result,
    };

    /// <summary>Changes whenever <see cref="Read"/> would find something else, and costs no more than a look at the names and sizes of files.</summary>
    internal static (int Hash, DateTime Changed) Stamp(string folder)
    {
        var hash = new HashCode();
        hash.Add(ComparisonFolder.IsHeld(folder));
        DateTime changed = default;
        string runs = Path.Combine(folder, ComparisonFolder.RunsName);
        string[] names = [ComparisonFolder.PlanName, ComparisonFolder.DatasetName, ComparisonFolder.ResultName];
        Add(names.Select(name => Path.Combine(folder, name)));
        if (Directory.Exists(runs))
        {
            foreach (string run in Directory.EnumerateDirectories(runs).Take(SnapshotReader.MostRuns))
                Add([Path.Combine(run, ComparisonFolder.RecordName), Path.Combine(run, ComparisonFolder.CheckpointName)]);
        }

        return (hash.ToHashCode(), changed);

        void Add(IEnumerable<string> files)
        {
            foreach (var file in files.Select(file => new FileInfo(file)).Where(file => file.Exists))
            {
                hash.Add(file.FullName);
                hash.Add(file.Length);
                hash.Add(file.LastWriteTimeUtc);
                if (file.LastWriteTimeUtc > changed) changed = file.LastWriteTimeUtc;
            }
        }
    }
}
