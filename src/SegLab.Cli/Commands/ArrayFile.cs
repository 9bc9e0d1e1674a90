using SegLab.Imaging.Npy;

namespace SegLab.Cli.Commands;

/// <summary>An array as it is named on the command line: an NPY file, or an NPZ file, a colon and the array's name in it.</summary>
static class ArrayFile
{
    const string Packed = ".npz";

    /// <summary>Reads the array.</summary>
    /// <exception cref="UsageException">There is no such file, or the NPZ has several arrays and none is named.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or lacks the array.</exception>
    public static NpyArray Read(string option, string text)
    {
        (string path, string? name) = Split(text);
        if (!File.Exists(path)) throw new UsageException($"{option}: there is no file '{path}'.");
        if (name is not null) return NpzFile.Read(path, name);
        if (!path.EndsWith(Packed, StringComparison.OrdinalIgnoreCase)) return NpyFile.Read(path);
        IReadOnlyDictionary<string, NpyArray> arrays = NpzFile.Read(path);
        return arrays.Count == 1
            ? arrays.Values.Single()
            : throw new UsageException($"{option}: '{path}' has the arrays {string.Join(", ", arrays.Keys)}; name one as '{path}:NAME'.");
    }

    /// <summary>The file of an array.</summary>
    public static string PathOf(string text) => Split(text).Path;

    /// <summary>An element type as NumPy writes it.</summary>
    public static string TypeText(NpyArray array) => array.ElementType.ToString().ToLowerInvariant();

    /// <summary>A shape in brackets.</summary>
    public static string ShapeText(ReadOnlySpan<nint> shape) => $"[{string.Join(", ", shape.ToArray())}]";

    static (string Path, string? Name) Split(string text)
    {
        int colon = text.LastIndexOf(Packed + ":", StringComparison.OrdinalIgnoreCase);
        return colon < 0 || File.Exists(text) ? (text, null) : (text[..(colon + Packed.Length)], text[(colon + Packed.Length + 1)..]);
    }
}
