using System.Buffers.Binary;

namespace SegLab.Imaging.Png;

/// <summary>Walks the chunks of a PNG in memory and checks the length and the check sum of each.</summary>
ref struct PngChunkReader
{
    const int Overhead = 12;

    readonly ReadOnlySpan<byte> file;
    readonly string name;
    int next;

    /// <summary>Starts behind the signature, which it checks.</summary>
    /// <exception cref="InvalidDataException">The file is no PNG.</exception>
    public PngChunkReader(ReadOnlySpan<byte> file, string name)
    {
        if (!file.StartsWith(Signature)) throw new InvalidDataException($"{name}: {FileSignature.Describe(file)}, expected a PNG.");
        this.file = file;
        this.name = name;
        next = Signature.Length;
    }

    /// <summary>The eight bytes that every PNG starts with.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>What the chunk at hand is.</summary>
    public PngChunkType Type { get; private set; }

    /// <summary>What the chunk at hand holds.</summary>
    public ReadOnlySpan<byte> Data { get; private set; }

    /// <summary>Where in the file the chunk at hand starts.</summary>
    public int Offset { get; private set; }

    /// <summary>Goes to the next chunk.</summary>
    /// <exception cref="InvalidDataException">The file ends before it, or the chunk is damaged.</exception>
    public void Read()
    {
        Offset = next;
        ReadOnlySpan<byte> rest = file[next..];
        if (rest.Length < Overhead) throw Fault($"the file ends at byte {file.Length}, inside or before a chunk; it is truncated");
        uint length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        Type = new PngChunkType(BinaryPrimitives.ReadUInt32BigEndian(rest[4..]));
        if (!Type.IsSound) throw Fault($"no chunk starts at byte {Offset}; the file is damaged");
        if (length > rest.Length - Overhead)
        {
            throw Fault(
                $"chunk {Type} at byte {Offset} claims {length} bytes, but the file ends at byte {file.Length}; it is truncated or damaged");
        }

        Data = rest.Slice(8, (int)length);
        uint stored = BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + (int)length)..]);
        uint computed = Crc32.Compute(rest.Slice(4, 4 + (int)length));
        if (stored != computed)
            throw Fault($"chunk {Type} at byte {Offset} has the check sum {computed:x8}, expected {stored:x8}; the file is damaged");
        next += Overhead + (int)length;
    }

    /// <summary>An error that names the file.</summary>
    public readonly InvalidDataException Fault(string what) => new($"{name}: {what}.");
}
