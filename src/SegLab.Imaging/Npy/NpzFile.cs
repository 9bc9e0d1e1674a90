using System.IO.Compression;

namespace SegLab.Imaging.Npy;

/// <summary>Reads and writes NumPy's NPZ files: zip files of NPY arrays with names, stored or deflated.</summary>
public static class NpzFile
{
    // NumPy writes the same for all.
    static readonly DateTimeOffset timeOfAll = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Reads all arrays.</summary>
    /// <returns>The arrays by name, without the <c>.npy</c> of the zip's entries.</returns>
    /// <exception cref="InvalidDataException">
    /// The file, or an array in it, is damaged or not read here; the message names it and what is wrong.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyDictionary<string, NpyArray> Read(string path)
    {
        using FileStream stream = NpyFile.Open(path);
        return Read(stream, path);
    }

    /// <summary>Reads all arrays from a stream.</summary>
    /// <param name="stream">The bytes, from the beginning; the stream can seek.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="InvalidDataException">As for a file.</exception>
    public static IReadOnlyDictionary<string, NpyArray> Read(Stream stream, string name) =>
        NpzArchive.Use(stream, name, archive => archive.Names.ToDictionary(entry => entry, archive.Read));

    /// <summary>Reads one array.</summary>
    /// <param name="path">The file.</param>
    /// <param name="array">Its name, without <c>.npy</c>.</param>
    /// <exception cref="InvalidDataException">
    /// As for all arrays, or there is none of that name; the message names those there are.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static NpyArray Read(string path, string array)
    {
        using FileStream stream = NpyFile.Open(path);
        return NpzArchive.Use(stream, path, archive => archive.Read(array));
    }

    /// <summary>Writes arrays. The same arrays give the same bytes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="arrays">The arrays and their names, in the order of the file.</param>
    /// <param name="compressed">Whether to deflate them.</param>
    /// <exception cref="ArgumentException">Two arrays have the same name.</exception>
    /// <exception cref="IOException">The disk refused it; a file that was there before is intact.</exception>
    public static void Write(string path, IEnumerable<KeyValuePair<string, NpyArray>> arrays, bool compressed = false)
    {
        KeyValuePair<string, NpyArray>[] all = [.. arrays];
        if (all.GroupBy(array => array.Key).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"The array '{twice.Key}' comes twice.", nameof(arrays));
        AtomicFile.Write(path, stream =>
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            foreach ((string name, NpyArray array) in all)
            {
                CompressionLevel level = compressed ? CompressionLevel.Optimal : CompressionLevel.NoCompression;
                ZipArchiveEntry entry = archive.CreateEntry(name + NpzArchive.Extension, level);
                entry.LastWriteTime = timeOfAll;
                using Stream content = entry.Open();
                array.WriteTo(content);
            }
        });
    }
}
