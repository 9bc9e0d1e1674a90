using System.IO.Compression;

namespace SegLab.Imaging.Npy;

/// <summary>The entries of an NPZ file, of which nothing is believed that the file's own length makes impossible.</summary>
sealed class NpzArchive
{
    /// <summary>What the name of every entry ends in.</summary>
    public const string Extension = ".npy";

    // No deflate stream holds more than 1032 bytes for each of its own.
    const long LargestExpansion = 1032;

    readonly string name;
    readonly Dictionary<string, ZipArchiveEntry> entries = [];

    NpzArchive(ZipArchive zip, long length, string name)
    {
        this.name = name;
        long stored = 0;
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            if (!entry.FullName.EndsWith(Extension, StringComparison.Ordinal))
                throw NpyError.Invalid(name, $"its entry '{Shown(entry.FullName)}' is not called .npy");
            if (!entries.TryAdd(entry.FullName[..^Extension.Length], entry))
                throw NpyError.Invalid(name, $"it has '{Shown(entry.FullName)}' twice");

            // Entries that share bytes would let a small file grow without end.
            if (entry.CompressedLength > length - stored)
                throw NpyError.Invalid(name, $"its entries up to '{Shown(entry.FullName)}' claim more bytes than the {length} of the file");
            stored += entry.CompressedLength;
        }
    }

    public IReadOnlyCollection<string> Names => entries.Keys;

    /// <summary>Opens an archive for as long as something is done with it.</summary>
    /// <exception cref="InvalidDataException">It is no sound zip file.</exception>
    public static T Use<T>(Stream stream, string name, Func<NpzArchive, T> use)
    {
        try
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            return use(new NpzArchive(zip, stream.Length, name));
        }
        catch (Exception damage) when (damage is EndOfStreamException or NotSupportedException or ArgumentException or OverflowException
            || (damage is InvalidDataException && !damage.Message.StartsWith(name + ":", StringComparison.Ordinal)))
        {
            throw new InvalidDataException($"{name}: it is no sound NPZ file: {damage.Message}", damage);
        }
    }

    public NpyArray Read(string array)
    {
        ZipArchiveEntry entry = Find(array);
        string full = FullName(array);
        if (entry.Length > entry.CompressedLength * (Int128)LargestExpansion)
            throw NpyError.Invalid(full, $"it claims to unpack to {entry.Length} bytes, which {entry.CompressedLength} cannot hold");
        using Stream content = entry.Open();
        var summed = new CheckSumStream(content);
        NpyArray read = NpyFile.Read(summed, entry.Length, isSure: entry.Length <= entry.CompressedLength, full);
        if (content.ReadByte() >= 0) throw NpyError.Invalid(full, $"it unpacks to more than the {entry.Length} bytes it claims");
        if (summed.Sum != entry.Crc32)
            throw NpyError.Invalid(full, $"its check sum is {summed.Sum:x8}, expected {entry.Crc32:x8}; it is damaged");
        return read;
    }

    /// <summary>Reads what stands before the numbers of an array.</summary>
    public NpyHeader ReadHeader(string array)
    {
        ZipArchiveEntry entry = Find(array);
        using Stream content = entry.Open();
        return NpyHeader.Read(content, entry.Length, FullName(array), out _);
    }

    /// <summary>The name asked for, or, where none is, that of the only array.</summary>
    public string Choose(string? array)
        => array ?? (entries.Count == 1
            ? entries.Keys.First()
            : throw NpyError.Invalid(name, $"it has {(entries.Count == 0 ? "no array" : $"the arrays {Present}; say which to read")}"));

    string Present => entries.Count > 0 ? string.Join(", ", entries.Keys.Select(Shown)) : "none";

    string FullName(string array) => $"{name}:{Shown(array)}";

    ZipArchiveEntry Find(string array)
        => entries.TryGetValue(array, out ZipArchiveEntry? entry)
            ? entry
            : throw NpyError.Invalid(name, $"it has no array '{array}'; it has {Present}");

    static string Shown(string entry) => string.Concat(entry.Take(80).Select(letter => char.IsControl(letter) ? '?' : letter));
}
