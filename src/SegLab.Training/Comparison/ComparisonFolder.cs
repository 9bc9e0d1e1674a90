using System.Text;
using System.Text.Json;
using SegLab.Training.Checkpoints;

namespace SegLab.Training.Comparison;

/// <summary>The output folder of a comparison, held by one process at a time.</summary>
/// <remarks>
/// <c>comparison.json</c> says what is compared, <c>dataset.json</c> on what, <c>runs/</c> has a folder a run, <c>results.json</c> is written at the end.
/// A run is over when its <c>run.json</c> is there; until then its <c>checkpoint.safetensors</c> says where it stands. Others may look at all of it
/// while it is held (<see cref="ComparisonSnapshot"/>).
/// </remarks>
sealed class ComparisonFolder : IDisposable
{
    public const string PlanName = "comparison.json", DatasetName = "dataset.json", ResultName = "results.json";
    public const string RunsName = "runs", RecordName = "run.json", CheckpointName = "checkpoint.safetensors";

    const string LockName = "comparison.lock";

    readonly string path;
    readonly FolderLock hold;

    ComparisonFolder(string path, FolderLock hold) => (this.path, this.hold) = (path, hold);

    /// <summary>Opens or creates a folder for a comparison.</summary>
    /// <exception cref="IOException">Another process works in it, or it holds something else; the message says what to do.</exception>
    public static ComparisonFolder Open(string path, ComparisonPlan plan, bool resume)
    {
        Directory.CreateDirectory(path);
        RefuseForeign(path);
        var folder = new ComparisonFolder(path, Lock(path));
        try
        {
            folder.Claim(plan, resume);
            return folder;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Where the result goes.</summary>
    public string ResultPath => Path.Combine(path, ResultName);

    /// <summary>Where a run's checkpoint is.</summary>
    public string Checkpoint(string run) => Path.Combine(path, run, CheckpointName);

    /// <summary>Where a run's final weights are.</summary>
    public string Weights(string run) => Path.Combine(path, WeightsIn(run));

    /// <summary>Where a run's record is.</summary>
    public string Record(string run) => Path.Combine(path, run, RecordName);

    /// <summary>Says what is trained on, for those who look on; a folder that says so already is left as it is.</summary>
    public void Describe(DatasetSummary dataset)
    {
        string file = Path.Combine(path, DatasetName);
        if (!File.Exists(file)) ComparisonJson.Write(file, dataset, ComparisonJson.Default.DatasetSummary);
    }

    /// <summary>Makes the folder of a run, unless it is there.</summary>
    public void Create(string run) => Directory.CreateDirectory(Path.Combine(path, run));

    /// <summary>The folder of a run, relative to the output folder, with '/' on every system.</summary>
    public static string RunFolder(int loss, string text, int seed)
    {
        var name = new StringBuilder();
        foreach (char letter in text)
        {
            if (char.IsAsciiLetterOrDigit(letter) || letter == '.') name.Append(letter);
            else if (name.Length > 0 && name[^1] != '-') name.Append('-');
            if (name.Length == 40) break;
        }

        return $"{RunsName}/{loss + 1:00}-{name.ToString().TrimEnd('-', '.')}-seed{seed}";
    }

    /// <summary>The final weights of a run, relative to the output folder.</summary>
    public static string WeightsIn(string run) => run + "/weights.safetensors";

    /// <summary>Lets other processes in again.</summary>
    public void Dispose() => hold.Dispose();

    /// <summary>Whether a process of this machine works in a folder.</summary>
    public static bool IsHeld(string path) => FolderLock.IsHeld(Path.Combine(path, LockName));

    static FolderLock Lock(string path) => FolderLock.TryTake(Path.Combine(path, LockName))
        ?? throw new IOException($"Another process is working in '{path}'. Wait for it to end, or use another output folder.");

    static void RefuseForeign(string path)
    {
        if (File.Exists(Path.Combine(path, PlanName))) return;
        string? foreign = Directory.EnumerateFileSystemEntries(path).Select(Path.GetFileName)
            .FirstOrDefault(name => name is not (LockName or PlanName + ".partial"));
        if (foreign is not null)
            throw new IOException(
                $"The output folder '{path}' holds '{foreign}' and is not the folder of a comparison. Use another output folder.");
    }

    void Claim(ComparisonPlan plan, bool resume)
    {
        string planPath = Path.Combine(path, PlanName);
        if (!File.Exists(planPath))
        {
            ComparisonJson.Write(planPath, plan, ComparisonJson.Default.ComparisonPlan);
            return;
        }

        ComparisonPlan there = ComparisonJson.Read(planPath, ComparisonJson.Default.ComparisonPlan);
        string differences = JsonDifference.Describe(
            JsonSerializer.SerializeToElement(there, ComparisonJson.Default.ComparisonPlan),
            JsonSerializer.SerializeToElement(plan, ComparisonJson.Default.ComparisonPlan));
        if (differences.Length > 0)
            throw new IOException(
                $"The output folder '{path}' holds another comparison: {differences}. Use another output folder, or the settings of the " +
                "one that is there.");
        if (!resume)
            throw new IOException(
                $"The output folder '{path}' holds this comparison already{(File.Exists(ResultPath) ? "" : ", unfinished")}. Use " +
                "--resume to go on with it, or another output folder.");
    }
}
