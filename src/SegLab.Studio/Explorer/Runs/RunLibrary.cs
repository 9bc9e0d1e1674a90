namespace SegLab.Studio.Explorer.Runs;

/// <summary>
/// The results in the explorer's folder, for all pages together: it looks when it is asked, at most once a second, and rests four times as long as a look took.
/// </summary>
/// <param name="settings">Names the folder.</param>
sealed class RunLibrary(ExplorerSettings settings) : IDisposable
{
    const int Rests = 4;

    static readonly TimeSpan shortest = TimeSpan.FromSeconds(0.9), limit = TimeSpan.FromSeconds(1);

    readonly SemaphoreSlim gate = new(1);
    readonly RunScan scan = new(settings.Folder);
    readonly RunReader reader = new(limit);
    RunsView last = new([], IsAll: true, DateTime.MinValue);
    long rested;

    /// <summary>What was seen last.</summary>
    public RunsView Last => last;

    /// <summary>What is there now, or was a moment ago.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="IOException">The folder itself cannot be read.</exception>
    public async Task<RunsView> LookAsync(CancellationToken cancellation = default)
    {
        await gate.WaitAsync(cancellation);
        try
        {
            long start = TimeProvider.System.GetTimestamp();
            if (start < rested) return last;
            last = await Task.Run(() => Look(cancellation), cancellation);
            TimeSpan took = TimeProvider.System.GetElapsedTime(start), rest = took * Rests > shortest ? took * Rests : shortest;
            rested = TimeProvider.System.GetTimestamp() + (long)(rest.TotalSeconds * TimeProvider.System.TimestampFrequency);
            return last;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => gate.Dispose();

    RunsView Look(CancellationToken cancellation)
    {
        (IReadOnlyList<FoundRun> runs, bool isAll) = scan.Find();
        return new RunsView(reader.Read(runs, cancellation), isAll, DateTime.UtcNow);
    }
}
