using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace SegLab.Imaging.Png;

/// <summary>Turns samples into the bytes of a PNG.</summary>
static class PngEncoder
{
    /// <summary>Writes a whole PNG, not interlaced.</summary>
    /// <param name="header">The size, 8 or 16 bits, and what the samples mean.</param>
    /// <param name="rows">The samples, pixel after pixel, 16 bits with the high byte first.</param>
    /// <param name="palette">The palette, empty where there are no indices.</param>
    public static byte[] Encode(PngHeader header, ReadOnlySpan<byte> rows, ReadOnlySpan<RgbColor> palette)
    {
        using var file = new MemoryStream();
        file.Write(PngChunkReader.Signature);
        WriteChunk(file, "IHDR", header.ToBytes());
        if (!palette.IsEmpty)
        {
            byte[] colors = new byte[3 * palette.Length];
            for (int i = 0; i < palette.Length; i++) (colors[3 * i], colors[3 * i + 1], colors[3 * i + 2]) = palette[i];
            WriteChunk(file, "PLTE", colors);
        }

        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true)) WriteRows(zlib, header, rows);
        WriteChunk(file, "IDAT", compressed.GetBuffer().AsSpan(0, (int)compressed.Length));
        WriteChunk(file, "IEND", []);
        return file.ToArray();
    }

    static void WriteRows(ZLibStream zlib, PngHeader header, ReadOnlySpan<byte> rows)
    {
        int length = (int)header.RowBytes(header.Width), pixel = header.BitsPerPixel / 8;
        byte[] best = new byte[length], trial = new byte[length];
        ReadOnlySpan<byte> above = new byte[length];
        for (int y = 0; y < header.Height; y++)
        {
            ReadOnlySpan<byte> row = rows.Slice(y * length, length);
            // Indices have no order, so a difference of two says nothing: they compress best as they are.
            int filter = PngFilter.None;
            if (header.ColorType == PngColorType.Palette) row.CopyTo(best);
            else filter = Choose(row, above, pixel, ref best, ref trial);
            zlib.WriteByte((byte)filter);
            zlib.Write(best);
            above = row;
        }
    }

    // The specification's rule of thumb: the filter whose differences, taken as signed, have the smallest sum of magnitudes.
    static int Choose(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int pixel, ref byte[] best, ref byte[] trial)
    {
        int chosen = PngFilter.None;
        long smallest = long.MaxValue;
        for (int filter = PngFilter.None; filter <= PngFilter.Paeth; filter++)
        {
            PngFilter.Apply(filter, row, above, pixel, trial);
            long sum = 0;
            foreach (byte difference in trial) sum += Math.Abs((int)(sbyte)difference);
            if (sum >= smallest) continue;
            (smallest, chosen) = (sum, filter);
            (best, trial) = (trial, best);
        }

        return chosen;
    }

    static void WriteChunk(MemoryStream file, string type, ReadOnlySpan<byte> data)
    {
        byte[] chunk = new byte[data.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc32.Compute(chunk.AsSpan(4, 4 + data.Length)));
        file.Write(chunk);
    }
}
