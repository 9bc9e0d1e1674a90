using SegLab.Training.Comparison;

namespace SegLab.Studio.Explorer.Runs;

/// <summary>
/// Finds results in a folder and the folders in it, the nearest first, as far as its bounds allow. Hidden files and folders and links are passed over, so that
/// it stays within the folder. A file is opened when it is new or has changed, and otherwise only its size and time are looked at.
/// </summary>
/// <param name="root">The folder.</param>
sealed class RunScan(string root)
{
    const int MostDepth = 6, MostEntries = 20_000, MostRuns = 200;

    static readonly HashSet<string> ownNames = [ComparisonFolder.PlanName, ComparisonFolder.DatasetName, ComparisonFolder.ResultName, ComparisonFolder.RunsName];

    static readonly EnumerationOptions options = new() { AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint };

    Dictionary<string, (long Length, DateTime Changed, RunKind? Kind)> known = [];

    /// <summary>What is there now, by name, and whether that is all.</summary>
    public (IReadOnlyList<FoundRun> Runs, bool IsAll) Find()
    {
        var runs = new List<FoundRun>();
        var kinds = new Dictionary<string, (long, DateTime, RunKind?)>();
        var folders = new Queue<(DirectoryInfo Folder, int Depth)>([(new DirectoryInfo(root), 0)]);
        int entries = 0;
        bool isAll = true;
        while (isAll && folders.TryDequeue(out (DirectoryInfo Folder, int Depth) next))
        {
            bool isComparison = ComparisonSnapshot.Exists(next.Folder.FullName);
            if (isComparison) runs.Add(new FoundRun(RunKind.Comparison, next.Folder.FullName, NameOf(next.Folder)));
            foreach (FileSystemInfo entry in EntriesOf(next.Folder))
            {
                if (++entries > MostEntries || runs.Count >= MostRuns)
                {
                    isAll = false;
                    break;
                }

                if (isComparison && ownNames.Contains(entry.Name)) continue;
                if (entry is DirectoryInfo folder)
                {
                    if (next.Depth < MostDepth) folders.Enqueue((folder, next.Depth + 1));
                    else isAll = false;
                }
                else if (entry is FileInfo file && Look(file) is { } look)
                {
                    kinds[file.FullName] = look;
                    if (look.Kind is { } kind) runs.Add(new FoundRun(kind, file.FullName, NameOf(file)));
                }
            }
        }

        known = kinds;
        return ([.. runs.OrderBy(run => run.Name, StringComparer.Ordinal)], isAll);
    }

    FileSystemInfo[] EntriesOf(DirectoryInfo folder)
    {
        try
        {
            return folder.GetFileSystemInfos("*", options);
        }
        catch (DirectoryNotFoundException) when (folder.FullName != new DirectoryInfo(root).FullName)
        {
            // It went since the folder around it was looked at.
            return [];
        }
    }

    (long Length, DateTime Changed, RunKind? Kind)? Look(FileInfo file)
    {
        try
        {
            return known.TryGetValue(file.FullName, out var before) && (before.Length, before.Changed) == (file.Length, file.LastWriteTimeUtc)
                ? before
                : (file.Length, file.LastWriteTimeUtc, ResultFile.KindOf(file.FullName));
        }
        catch (IOException)
        {
            return null;
        }
    }

    string NameOf(FileSystemInfo entry) =>
        Path.GetRelativePath(root, entry.FullName) is var name and not "." ? name.Replace('\\', '/') : entry.Name;
}
