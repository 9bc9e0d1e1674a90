using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using SegLab.Imaging;

namespace SegLab.Training.Checkpoints;

/// <summary>
/// A file of named float arrays and texts in the safetensors format: the length of a JSON header, the header, the raw numbers.
/// </summary>
/// <remarks>Written files open in every safetensors reader; read ones may hold other floating-point types.</remarks>
sealed class SafetensorsFile
{
    const int LengthBytes = sizeof(ulong);

    /// <summary>The format's own limit on the header.</summary>
    const long MaximumHeader = 100_000_000;

    readonly Dictionary<string, Parameter> tensors;

    SafetensorsFile(string path, Dictionary<string, string> metadata, Dictionary<string, Parameter> tensors) =>
        (Path, Metadata, this.tensors) = (path, metadata, tensors);

    /// <summary>Where it was read from.</summary>
    public string Path { get; }

    /// <summary>The texts of its header.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Writes a file whole or not at all.</summary>
    /// <exception cref="IOException">The disk refused it; a file that was there before is intact.</exception>
    public static void Write(string path, IReadOnlyDictionary<string, string> metadata, IReadOnlyList<Parameter> tensors) =>
        AtomicFile.Write(path, stream =>
        {
            byte[] header = Header(metadata, tensors);
            var length = new byte[LengthBytes];
            BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach (Parameter tensor in tensors) stream.Write(MemoryMarshal.AsBytes(tensor.Values.AsSpan()));
        });

    /// <summary>Reads a file and checks all of it.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is not a safetensors file of floating-point arrays; the message names what is wrong.</exception>
    public static SafetensorsFile Read(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no file '{path}'.", path);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        byte[] header = ReadHeader(path, stream);
        var (metadata, entries) = SafetensorsHeader.Parse(path, header, stream.Length - LengthBytes - header.Length);
        var tensors = new Dictionary<string, Parameter>();
        foreach (SafetensorsEntry entry in entries)
        {
            if (SafetensorsElements.IsCounter(entry.Name))
            {
                stream.Seek(entry.End - entry.Start, SeekOrigin.Current);
                continue;
            }

            var tensor = new Parameter(entry.Name, entry.Shape, trained: false);
            SafetensorsElements.Read(stream, entry.Type, tensor.Values);
            tensors.Add(entry.Name, tensor);
        }

        return new SafetensorsFile(path, metadata, tensors);
    }

    /// <summary>Reads the texts of a file and none of its arrays, also while another process puts a new one in its place.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">Its header is not that of a safetensors file, or does not fit it.</exception>
    public static SafetensorsFile ReadTexts(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] header = ReadHeader(path, stream);
        return new SafetensorsFile(path, SafetensorsHeader.Parse(path, header, stream.Length - LengthBytes - header.Length).Metadata, []);
    }

    /// <summary>The arrays, by their names.</summary>
    public IReadOnlyDictionary<string, Parameter> Tensors => tensors;

    /// <summary>A text of the header.</summary>
    /// <exception cref="InvalidDataException">The header does not have it.</exception>
    public string Text(string key) =>
        Metadata.TryGetValue(key, out string? text)
            ? text
            : throw Invalid(Path, $"its metadata lack '{key}'; it was not written by SegLab, or by another version");

    /// <summary>Copies all arrays into those of the same names and shapes.</summary>
    /// <exception cref="InvalidDataException">
    /// An array is missing, is one too many or has another shape; nothing was copied then.
    /// </exception>
    public void CopyTo(IReadOnlyList<Parameter> destination)
    {
        foreach (Parameter wanted in destination)
        {
            if (!tensors.TryGetValue(wanted.Name, out Parameter? found))
                throw Invalid(Path,
                    $"it lacks tensor '{wanted.Name}' of shape [{string.Join(", ", wanted.Shape)}], which the network needs");
            if (!found.Shape.SequenceEqual(wanted.Shape))
                throw Invalid(Path,
                    $"tensor '{wanted.Name}' has the shape [{string.Join(", ", found.Shape)}], and the network needs " +
                    $"[{string.Join(", ", wanted.Shape)}]");
        }

        if (tensors.Count > destination.Count)
        {
            string extra = tensors.Keys.Except(destination.Select(wanted => wanted.Name)).First();
            throw Invalid(Path, $"it holds tensor '{extra}', which the network does not have");
        }

        foreach (Parameter wanted in destination) tensors[wanted.Name].Values.CopyTo(wanted.Values, 0);
    }

    /// <summary>The error of a file that does not hold what it should.</summary>
    public static InvalidDataException Invalid(string path, string reason) => new($"'{path}' cannot be used: {reason}.");

    static byte[] ReadHeader(string path, FileStream stream)
    {
        if (stream.Length < LengthBytes)
            throw Invalid(path, $"it has {stream.Length} bytes; a safetensors file starts with 8 bytes that say how long its header is");
        Span<byte> length = stackalloc byte[LengthBytes];
        stream.ReadExactly(length);
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(length);
        if (headerLength > (ulong)Math.Min(stream.Length - LengthBytes, MaximumHeader))
            throw Invalid(path,
                $"its first 8 bytes ask for a header of {headerLength} bytes, and the file has {stream.Length}; it is cut off or not a " +
                "safetensors file");
        var header = new byte[headerLength];
        stream.ReadExactly(header);
        return header;
    }

    static byte[] Header(IReadOnlyDictionary<string, string> metadata, IReadOnlyList<Parameter> tensors)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject(SafetensorsHeader.MetadataKey);
            foreach (var (key, text) in metadata) json.WriteString(key, text);
            json.WriteEndObject();
            long offset = 0;
            foreach (Parameter tensor in tensors)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", "F32");
                json.WriteStartArray("shape");
                foreach (int extent in tensor.Shape) json.WriteNumberValue(extent);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += sizeof(float) * (long)tensor.Values.Length);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        // The format asks for spaces up to a multiple of eight, so that the numbers are aligned.
        while (buffer.Length % 8 != 0) buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }
}
