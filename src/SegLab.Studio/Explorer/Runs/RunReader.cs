using SegLab.Imaging.Evaluation;
using SegLab.Studio.Report;
using SegLab.Training.Comparison;

namespace SegLab.Studio.Explorer.Runs;

/// <summary>Reads results, each again only after it has changed. Whatever is wrong with one is told in its place and harms no other.</summary>
/// <param name="limit">How long a round of reading takes at most, but for the result that is being read then.</param>
sealed class RunReader(TimeSpan limit)
{
    const long MostBytes = 1 << 28;
    const int MostClasses = 1024;

    // An evaluation adds an image many times a second; a slow one, of volumes, every few.
    static readonly TimeSpan lately = TimeSpan.FromSeconds(15);

    Dictionary<string, (int Stamp, RunEntry Entry)> read = [];

    /// <summary>Reads what has changed. An entry that is the same as before is the same object.</summary>
    public IReadOnlyList<RunEntry> Read(IReadOnlyList<FoundRun> runs, CancellationToken cancellation = default)
    {
        long start = TimeProvider.System.GetTimestamp();
        var now = new Dictionary<string, (int, RunEntry)>();
        var entries = new List<RunEntry>();
        foreach (FoundRun run in runs)
        {
            cancellation.ThrowIfCancellationRequested();
            (int stamp, DateTime changed) = Stamp(run);
            bool isKnown = read.TryGetValue(run.Path, out (int Stamp, RunEntry Entry) before) && before.Entry.Found == run;
            if (isKnown && before.Stamp == stamp) now[run.Path] = (stamp, Aged(before.Entry));
            else if (TimeProvider.System.GetElapsedTime(start) < limit) now[run.Path] = (stamp, Aged(ReadNow(run, changed)));
            else if (isKnown) now[run.Path] = before;
            entries.Add(now.TryGetValue(run.Path, out (int, RunEntry Entry) at) ? at.Entry : new RunEntry(run) { State = RunState.Unread, Changed = changed });
        }

        read = now;
        return entries;
    }

    static (int Hash, DateTime Changed) Stamp(FoundRun run)
    {
        if (run.Kind == RunKind.Comparison)
        {
            (int hash, DateTime changed) = ComparisonSnapshot.Stamp(run.Path);
            return (HashCode.Combine(hash, ReportOf(run)), changed);
        }

        var file = new FileInfo(run.Path);
        return file.Exists ? (HashCode.Combine(file.Length, file.LastWriteTimeUtc), file.LastWriteTimeUtc) : default;
    }

    /// <summary>An evaluation that lacks images counts as running while it changes.</summary>
    static RunEntry Aged(RunEntry entry)
    {
        if (entry.State is not (RunState.Running or RunState.Unfinished) || entry.Found.Kind != RunKind.EvaluationState) return entry;
        RunState state = DateTime.UtcNow - entry.Changed < lately ? RunState.Running : RunState.Unfinished;
        return state == entry.State ? entry : entry with { State = state };
    }

    static RunEntry ReadNow(FoundRun run, DateTime changed)
    {
        try
        {
            if (run.Kind == RunKind.Comparison) return Comparison(run, ComparisonSnapshot.Read(run.Path), changed);
            if (new FileInfo(run.Path).Length is > MostBytes and var length)
                throw new InvalidDataException($"it has {length} bytes; up to {MostBytes} are read");
            return run.Kind switch
            {
                RunKind.ComparisonResult => Comparison(run, ComparisonSnapshot.Of(ComparisonResult.Load(run.Path)), changed),
                RunKind.EvaluationState => Evaluation(run, EvaluationSnapshot.Read(run.Path), changed),
                _ => Evaluation(run, EvaluationFiles.ReadJson(run.Path), changed),
            };
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // A file may hold anything, and what code makes of it may be any failure: it is that of this file alone.
            bool isTold = failure is InvalidDataException or IOException or UnauthorizedAccessException or ArgumentException or EvaluationException;
            return new RunEntry(run) { State = RunState.Damaged, Changed = changed, Fault = isTold ? failure.Message : $"It is not what SegLab writes ({failure.GetType().Name})." };
        }
    }

    static RunEntry Comparison(FoundRun run, ComparisonSnapshot comparison, DateTime changed)
    {
        if (comparison.Result is { } result) ReportInput.Check(result, []);
        FigureCheck.Expect(comparison);
        return new RunEntry(run)
        {
            State = comparison.State switch { ComparisonState.Running => RunState.Running, ComparisonState.Stopped => RunState.Stopped, _ => RunState.Done },
            Changed = changed,
            Headline = RunHeadline.For(comparison),
            Comparison = comparison,
            Report = ReportOf(run),
        };
    }

    static RunEntry Evaluation(FoundRun run, EvaluationSnapshot snapshot, DateTime changed)
    {
        RunEntry entry = snapshot.Figures is { } figures
            ? Evaluation(run, figures, changed)
            : new RunEntry(run) { State = RunState.Done, Changed = changed };
        return entry with { State = snapshot.Done < snapshot.Expected ? RunState.Running : RunState.Done, Done = snapshot.Done, Expected = snapshot.Expected };
    }

    static RunEntry Evaluation(FoundRun run, EvaluationResult result, DateTime changed)
    {
        if (result.Figures.Classes.Count > MostClasses) throw new InvalidDataException($"it has {result.Figures.Classes.Count} classes; up to {MostClasses} are shown");
        FigureCheck.Expect(result);
        return new RunEntry(run)
        {
            State = RunState.Done,
            Changed = changed,
            Headline = RunHeadline.For(result),
            Evaluation = result,
            Done = result.Images,
            Expected = result.Images,
        };
    }

    static string? ReportOf(FoundRun run) =>
        run.Kind == RunKind.Comparison && new FileInfo(Path.Combine(run.Path, RunReport.Name)) is { Exists: true, LinkTarget: null } file ? file.FullName : null;
}
