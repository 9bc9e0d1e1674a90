namespace SegLab.Studio.Explorer.Runs;

/// <summary>The results of a folder at a moment.</summary>
/// <param name="Entries">The results, by name.</param>
/// <param name="IsAll">Whether there are no more; a look has bounds.</param>
/// <param name="Looked">When it was looked (UTC).</param>
sealed record RunsView(IReadOnlyList<RunEntry> Entries, bool IsAll, DateTime Looked)
{
    /// <summary>The result with an id; null where there is none.</summary>
    public RunEntry? Find(string? id) => Entries.FirstOrDefault(entry => entry.Found.Id == id);
}
