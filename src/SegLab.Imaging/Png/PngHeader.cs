using System.Buffers.Binary;

namespace SegLab.Imaging.Png;

/// <summary>The IHDR chunk: the size of a PNG and how its samples are stored.</summary>
readonly record struct PngHeader(int Width, int Height, int BitDepth, PngColorType ColorType, bool Interlaced = false)
{
    public const int Length = 13;

    public int Channels => ColorType switch
    {
        PngColorType.Color => 3,
        PngColorType.GreyAlpha => 2,
        PngColorType.ColorAlpha => 4,
        _ => 1,
    };

    public int BitsPerPixel => Channels * BitDepth;

    /// <summary>Bytes in a row of some pixels, the last one padded.</summary>
    public long RowBytes(int pixels) => ((long)pixels * BitsPerPixel + 7) / 8;

    /// <summary>Reads the chunk from the first bytes of a file, of which 33 are enough.</summary>
    /// <exception cref="InvalidDataException">The file does not begin as a PNG.</exception>
    public static PngHeader Read(ReadOnlySpan<byte> file, string name)
    {
        var chunks = new PngChunkReader(file, name);
        chunks.Read();
        if (chunks.Type != PngChunkType.Header) throw chunks.Fault($"its first chunk is {chunks.Type}, expected IHDR");
        return Parse(chunks.Data, name);
    }

    /// <summary>Reads and checks the chunk's data.</summary>
    /// <exception cref="InvalidDataException">The header is damaged or describes no PNG.</exception>
    public static PngHeader Parse(ReadOnlySpan<byte> data, string name)
    {
        if (data.Length != Length) throw Fault($"its header has {data.Length} bytes, expected {Length}");
        uint width = BinaryPrimitives.ReadUInt32BigEndian(data);
        uint height = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue)
            throw Fault($"its header gives the size {width} x {height}, expected 1 to {int.MaxValue} each way");

        var header = new PngHeader((int)width, (int)height, data[8], (PngColorType)data[9], data[12] == 1);
        bool known = header.ColorType switch
        {
            PngColorType.Grey => header.BitDepth is 1 or 2 or 4 or 8 or 16,
            PngColorType.Palette => header.BitDepth is 1 or 2 or 4 or 8,
            PngColorType.Color or PngColorType.GreyAlpha or PngColorType.ColorAlpha => header.BitDepth is 8 or 16,
            _ => false,
        };
        if (!known) throw Fault($"its header gives colour type {data[9]} with {data[8]} bits, which PNG does not have");
        if (data[10] != 0 || data[11] != 0 || data[12] > 1)
            throw Fault($"its header gives compression {data[10]}, filter {data[11]}, interlace {data[12]}, expected 0, 0, and 0 or 1");
        return header;

        InvalidDataException Fault(string what) => new($"{name}: {what}.");
    }

    /// <summary>The chunk's data.</summary>
    public byte[] ToBytes()
    {
        byte[] data = new byte[Length];
        BinaryPrimitives.WriteInt32BigEndian(data, Width);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(4), Height);
        data[8] = (byte)BitDepth;
        data[9] = (byte)ColorType;
        data[12] = Interlaced ? (byte)1 : (byte)0;
        return data;
    }
}
