using System.Numerics.Tensors;

namespace SegLab.Imaging.Npy;

/// <summary>
/// Reads and writes NumPy's NPY files: format versions 1.0 to 3.0, little and big endian, C and Fortran order. Files are written beside and
/// renamed, never half.
/// </summary>
public static class NpyFile
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">
    /// It is damaged, or holds what is not read here (complex numbers, texts, records, Python objects); the message names it and what is
    /// wrong.
    /// </exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static NpyArray Read(string path)
    {
        using FileStream stream = Open(path);
        return Read(stream, path);
    }

    /// <summary>Reads a stream from where it stands to its end.</summary>
    /// <param name="stream">The bytes; the stream can seek.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="InvalidDataException">As for a file.</exception>
    public static NpyArray Read(Stream stream, string name) => Read(stream, stream.Length - stream.Position, isSure: true, name);

    /// <summary>Writes an array, version 1.0, in row-major order.</summary>
    /// <exception cref="IOException">The disk refused it; a file that was there before is intact.</exception>
    public static void Write(string path, NpyArray array) => AtomicFile.Write(path, array.WriteTo);

    /// <inheritdoc cref="Write(string, NpyArray)"/>
    /// <param name="path">The file.</param>
    /// <param name="values">The numbers, in any layout: bool, integers of 8 to 64 bits, <see cref="Half"/>, float or double.</param>
    /// <exception cref="ArgumentException">Arrays of <typeparamref name="T"/> are not written.</exception>
    public static void Write<T>(string path, ReadOnlyTensorSpan<T> values)
        where T : unmanaged => Write(path, NpyArray.Create(values));

    /// <summary>Opens a file whose length is known.</summary>
    /// <exception cref="IOException">It cannot be opened, or is a pipe.</exception>
    internal static FileStream Open(string path)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        if (stream.CanSeek) return stream;
        stream.Dispose();
        throw new IOException($"'{path}' is a pipe, expected a file.");
    }

    /// <summary>Reads an array that takes all of some bytes.</summary>
    /// <param name="stream">Where the bytes come from.</param>
    /// <param name="length">How many there are.</param>
    /// <param name="isSure">Whether they are there, and not only claimed to be: then the memory is taken at once.</param>
    /// <param name="name">What errors call it.</param>
    internal static NpyArray Read(Stream stream, long length, bool isSure, string name)
    {
        NpyHeader header = NpyHeader.Read(stream, length, name, out long headerLength);
        long needed = NpyHeader.CountOf(header.Shape)!.Value * NpyElementCode.Size(header.ElementType);
        if (needed != length - headerLength)
        {
            string shape = $"({string.Join(", ", header.Shape)}{(header.Shape.Length == 1 ? "," : "")})";
            throw NpyError.Invalid(name,
                $"{NpyElementCode.Name(header.ElementType)} of shape {shape} takes {needed} bytes, " +
                $"but {length - headerLength} follow the header; " +
                (needed > length - headerLength ? "it is cut off" : "something was appended"));
        }

        NpyArray array = NpyArray.New(name, header.ElementType, header.Shape);
        if (isSure) array.MakeRoom();
        array.ReadFrom(stream, header);
        return array;
    }
}
