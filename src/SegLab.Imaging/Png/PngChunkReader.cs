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
        if (!file.StartsWith(Signature)) throw new InvalidDataException($"{name}: {Describe(file)}, expected a PNG.");
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

    static string Describe(ReadOnlySpan<byte> file)
        => file.IsEmpty ? "the file is empty"
        : file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "this is a JPEG"
        : file.StartsWith("GIF8"u8) ? "this is a GIF"
        : file.StartsWith("BM"u8) ? "this is a BMP"
        : file.StartsWith("II*\0"u8) || file.StartsWith("MM\0*"u8) ? "this is a TIFF"
        : file.Length >= 12 && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8) ? "this is a WebP"
        : file.StartsWith("version https://git-lfs"u8) ? "this is a Git LFS pointer, not the file itself"
        : "this is no image file known here";
}
