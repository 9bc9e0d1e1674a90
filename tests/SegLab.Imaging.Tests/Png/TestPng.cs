using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using SegLab.Imaging.Png;

namespace SegLab.Imaging.Tests.Png;

/// <summary>
/// A PNG encoder that shares nothing with the library's: bits as text, Adam7 from the specification's 8 x 8 table of pass numbers,
/// neighbours looked up one by one, the check sum bit by bit. Every row takes another filter.
/// </summary>
sealed record TestPng(int Width, int Height, int BitDepth, PngColorType ColorType, bool Interlaced = false)
{
    static readonly string[] passes = ["16462646", "77777777", "56565656", "77777777", "36463646", "77777777", "56565656", "77777777"];

    public int Channels => ColorType switch
    {
        PngColorType.Grey or PngColorType.Palette => 1,
        PngColorType.GreyAlpha => 2,
        PngColorType.Color => 3,
        _ => 4,
    };

    /// <summary>The sample at a row, a column and a channel: by default all values, in no order that repeats with the rows.</summary>
    public Func<int, int, int, int> Sample { get; init; }
        = (row, column, channel) => row * 131 + column * 29 + channel * 77 + row * column * 7;

    /// <summary>The palette's bytes, three a colour.</summary>
    public byte[] Palette { get; init; } = [];

    /// <summary>Chunks between the header and the image data.</summary>
    public (string Type, byte[] Data)[] Extra { get; init; } = [];

    /// <summary>Bytes of image data in a chunk.</summary>
    public int ChunkLength { get; init; } = int.MaxValue;

    public int Value(int row, int column, int channel = 0) => Sample(row, column, channel) & ((1 << BitDepth) - 1);

    public byte[] ToBytes()
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), Height);
        (header[8], header[9], header[12]) = ((byte)BitDepth, (byte)ColorType, Interlaced ? (byte)1 : (byte)0);
        IEnumerable<byte> file = [137, 80, 78, 71, 13, 10, 26, 10, .. Chunk("IHDR", header)];
        foreach ((string type, byte[] data) in Extra) file = file.Concat(Chunk(type, data));
        if (Palette.Length > 0) file = file.Concat(Chunk("PLTE", Palette));
        foreach (byte[] part in Compress([.. ImageData()]).Chunk(Math.Min(ChunkLength, 1 << 30))) file = file.Concat(Chunk("IDAT", part));
        return [.. file, .. Chunk("IEND", [])];
    }

    public static byte[] Chunk(string type, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        return [.. BigEndian((uint)data.Length), .. body, .. BigEndian(CheckSum(body))];
    }

    public static byte[] BigEndian(uint value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    public static uint CheckSum(ReadOnlySpan<byte> bytes)
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte value in bytes)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                bool one = ((crc ^ (uint)(value >> bit)) & 1) != 0;
                crc = (crc >> 1) ^ (one ? 0xEDB88320u : 0);
            }
        }

        return crc ^ 0xFFFFFFFF;
    }

    public static byte[] Compress(byte[] data)
    {
        var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Fastest)) zlib.Write(data);
        return compressed.ToArray();
    }

    IEnumerable<byte> ImageData()
    {
        foreach (char pass in Interlaced ? "1234567" : " ")
        {
            var rows = new List<byte[]>();
            for (int row = 0; row < Height; row++)
            {
                IEnumerable<int> columns = Enumerable.Range(0, Width).Where(c => !Interlaced || passes[row % 8][c % 8] == pass);
                var bits = new StringBuilder();
                foreach (int column in columns)
                {
                    for (int channel = 0; channel < Channels; channel++)
                        bits.Append(Convert.ToString(Value(row, column, channel), 2).PadLeft(BitDepth, '0'));
                }

                if (bits.Length == 0) continue;
                while (bits.Length % 8 != 0) bits.Append('0');
                rows.Add([.. bits.ToString().Chunk(8).Select(b => Convert.ToByte(new string(b), 2))]);
            }

            for (int y = 0; y < rows.Count; y++)
            {
                int filter = y % 5, distance = Math.Max(1, Channels * BitDepth / 8);
                yield return (byte)filter;
                for (int x = 0; x < rows[y].Length; x++)
                {
                    int left = x >= distance ? rows[y][x - distance] : 0;
                    int up = y > 0 ? rows[y - 1][x] : 0;
                    int corner = x >= distance && y > 0 ? rows[y - 1][x - distance] : 0;
                    int prediction = filter switch { 0 => 0, 1 => left, 2 => up, 3 => (left + up) / 2, _ => Paeth(left, up, corner) };
                    yield return (byte)(rows[y][x] - prediction);
                }
            }
        }
    }

    static int Paeth(int left, int up, int corner)
        => new[] { left, up, corner }.MinBy(candidate => Math.Abs(left + up - corner - candidate)); // MinBy takes the first of equals
}
