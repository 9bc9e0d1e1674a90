namespace SegLab.Imaging.Datasets;

/// <summary>An image and its mask, named from the dataset folder on with <c>/</c> between the parts.</summary>
readonly record struct SampleFiles(string Stem, string Image, string Mask);

/// <summary>Which files of a dataset folder belong together; nothing is read.</summary>
sealed class FolderLayout
{
    // A JPEG changes what it holds: good enough for an image, not for labels.
    static readonly string[] maskExtensions = [".png"], imageExtensions = [".png", ".jpg", ".jpeg"];

    readonly string folder;
    readonly List<string> faults = [];

    FolderLayout(string folder) => this.folder = folder;

    /// <summary>What to train on, or all there is when the folder is not split; in the order of the stems.</summary>
    public IReadOnlyList<SampleFiles> Training { get; private set; } = [];

    /// <summary>What to validate on; null when the folder is not split.</summary>
    public IReadOnlyList<SampleFiles>? Validation { get; private set; }

    /// <summary>Files that have no counterpart, a line each.</summary>
    public IReadOnlyList<string> Faults => faults;

    /// <summary>Looks into a folder.</summary>
    /// <exception cref="DatasetException">The folder has none of the known layouts, or no image.</exception>
    public static FolderLayout Find(string folder)
    {
        if (!Directory.Exists(folder)) throw new DatasetException($"{folder}: there is no such folder.");
        var layout = new FolderLayout(folder);
        bool whole = layout.Has("images"), train = layout.Has("train");
        string? validation = layout.Has("val") ? "val" : layout.Has("validation") ? "validation" : null;
        if (whole && (train || validation is not null))
            throw new DatasetException($"{folder}: has both images/ and {(train ? "train" : validation)}/; expected one or the other.");
        if (validation == "val" && layout.Has("validation"))
            throw new DatasetException($"{folder}: has both val/ and validation/; expected one of them.");
        if (!whole && !train) throw layout.Unknown();

        layout.Training = layout.Pair(whole ? "" : "train/");
        if (validation is not null) layout.Validation = layout.Pair(validation + "/");
        return layout;
    }

    bool Has(string child) => Directory.Exists(Path.Combine(folder, child));

    DatasetException Unknown()
    {
        const int Shown = 6;
        string[] entries = [.. Directory.GetFileSystemEntries(folder).Order(StringComparer.Ordinal)];
        IEnumerable<string> names = entries.Take(Shown).Select(entry => Path.GetFileName(entry) + (Directory.Exists(entry) ? "/" : ""));
        string found = entries.Length == 0 ? "nothing" : string.Join(", ", names);
        if (entries.Length > Shown) found += $" and {entries.Length - Shown} more";
        return new DatasetException(
            $"{folder}: expected images/ and masks/, or train/ and val/ with images/ and masks/ in each; found {found}.");
    }

    List<SampleFiles> Pair(string part)
    {
        SortedDictionary<string, string> images = List(part + "images", imageExtensions), masks = List(part + "masks", maskExtensions);
        string[] maskStems = [.. masks.Keys];
        var pairs = new List<SampleFiles>(images.Count);
        foreach ((string stem, string image) in images)
        {
            if (masks.Remove(stem, out string? mask)) pairs.Add(new SampleFiles(stem, image, mask));
            else faults.Add($"{image}: has no mask {part}masks/{stem}.png{Instead(part + "masks", stem, maskStems)}");
        }

        foreach ((string stem, string mask) in masks)
            faults.Add($"{mask}: has no image {part}images/{stem}.png{Instead(part + "images", stem, [])}");
        return pairs;
    }

    SortedDictionary<string, string> List(string child, string[] extensions)
    {
        string kinds = extensions == maskExtensions ? "PNG" : "PNG or JPEG";
        if (!Has(child)) throw new DatasetException($"{folder}: expected {child}/ there, with a {kinds} for each image.");
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var others = new List<string>();
        foreach (string name in Names(child))
        {
            if (name.StartsWith('.')) continue;
            string stem = Path.GetFileNameWithoutExtension(name), path = $"{child}/{name}";
            if (!extensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase)) others.Add(name);
            else if (!files.TryAdd(stem, path)) faults.Add($"{path}: has the same name as {files[stem]}");
        }

        if (files.Count > 0) return files;
        if (others.Count == 0) throw new DatasetException($"{folder}: {child}/ is empty; expected {kinds} files.");
        string more = others.Count > 1 ? $" and {others.Count - 1} more" : "";
        throw new DatasetException($"{folder}: {child}/ has no {kinds}, but {others[0]}{more}; convert them to PNG.");
    }

    // A counterpart in another format, or under a longer name, is the usual reason for one that is missing.
    string Instead(string child, string stem, string[] stems)
    {
        string? other = Names(child).FirstOrDefault(name => Path.GetFileNameWithoutExtension(name) == stem);
        if (other is not null) return $"; convert {child}/{other} to PNG";
        int next = ~Array.BinarySearch(stems, stem, StringComparer.Ordinal);
        return next >= 0 && next < stems.Length && stems[next].StartsWith(stem, StringComparison.Ordinal)
            ? $"; if {child}/{stems[next]}.png is it, rename it"
            : "";
    }

    IEnumerable<string> Names(string child)
        => Directory.GetFiles(Path.Combine(folder, child)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);
}
