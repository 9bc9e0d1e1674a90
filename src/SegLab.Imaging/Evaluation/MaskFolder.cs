using SegLab.Imaging.Storage;

namespace SegLab.Imaging.Evaluation;

/// <summary>A mask of a folder.</summary>
/// <param name="Name">What it is called: its path in the folder, without suffix and extension.</param>
/// <param name="File">Its file.</param>
readonly record struct NamedMask(string Name, string File);

/// <summary>The masks of a folder in the order of their names, by code unit. However many there are, memory holds a part of the names.</summary>
sealed class MaskFolder
{
    const int NamesInMemory = 1 << 14;

    // The longer ones first, so that x.nii.gz is called x.
    static readonly string[] extensions = [".nii.gz", ".png", ".npy", ".npz", ".nii"];

    readonly ExternalSort<NamedMask> masks;

    MaskFolder(string path, ExternalSort<NamedMask> masks) => (Path, this.masks) = (path, masks);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Whether there is a single mask.</summary>
    public bool IsSingle => InOrder([]).Take(2).Count() == 1;

    /// <summary>Looks for masks in a folder and those below it; a file is a folder of itself.</summary>
    /// <exception cref="EvaluationException">There is no such folder, or nothing in it.</exception>
    /// <exception cref="IOException">The folder cannot be read, or the temporary file not written.</exception>
    public static MaskFolder Find(string path, string suffix, string role)
    {
        var masks = new ExternalSort<NamedMask>(new Format(path), new ByName(), NamesInMemory);
        if (File.Exists(path))
        {
            string file = System.IO.Path.GetFileName(path);
            masks.Add(new NamedMask(NameOf(file, "") ?? file, path));
            return new MaskFolder(path, masks);
        }

        if (!Directory.Exists(path)) throw new EvaluationException($"--{role}: there is no folder '{path}'.");
        bool isEmpty = true;
        foreach (string file in Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories))
        {
            if (NameOf(System.IO.Path.GetRelativePath(path, file), suffix) is not { } name) continue;
            masks.Add(new NamedMask(name, file));
            isEmpty = false;
        }

        string ending = suffix.Length == 0 ? "" : $" whose name ends in '{suffix}'";
        return isEmpty ? throw new EvaluationException($"--{role}: the folder '{path}' has no mask{ending} (PNG, NPY, NPZ, NIfTI).") : new MaskFolder(path, masks);
    }

    /// <summary>The masks in the order of their names; of several with the same name the first file.</summary>
    /// <param name="faults">Gets a line for each of the others.</param>
    public IEnumerable<NamedMask> InOrder(ICollection<string> faults)
    {
        NamedMask? before = null;
        foreach (NamedMask mask in masks.InOrder())
        {
            if (before is { } first && first.Name == mask.Name)
            {
                faults.Add($"{mask.File}: {System.IO.Path.GetFileName(first.File)} beside it has the same name");
                continue;
            }

            yield return mask;
            before = mask;
        }
    }

    static string? NameOf(string file, string suffix)
    {
        string? extension = extensions.FirstOrDefault(known => file.EndsWith(known, StringComparison.OrdinalIgnoreCase));
        if (extension is null) return null;
        string name = file[..^extension.Length].Replace('\\', '/');
        return name.EndsWith(suffix, StringComparison.Ordinal) ? name[..^suffix.Length] : null;
    }

    sealed class ByName : IComparer<NamedMask>
    {
        public int Compare(NamedMask x, NamedMask y) =>
            string.CompareOrdinal(x.Name, y.Name) is not 0 and var order ? order : string.CompareOrdinal(x.File, y.File);
    }

    sealed class Format(string folder) : IRecordFormat<NamedMask>
    {
        public void Write(BinaryWriter writer, NamedMask mask)
        {
            writer.Write(mask.Name);
            writer.Write(mask.File[folder.Length..]);
        }

        public NamedMask Read(BinaryReader reader) => new(reader.ReadString(), folder + reader.ReadString());
    }
}
