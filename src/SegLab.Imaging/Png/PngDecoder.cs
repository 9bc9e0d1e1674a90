using System.IO.Compression;

namespace SegLab.Imaging.Png;

/// <summary>Turns the bytes of PNG files into samples, one file after another, in memory that it keeps.</summary>
sealed class PngDecoder
{
    // No deflate stream holds more than 1032 bytes for each of its own, so a header that claims more lies.
    const long LargestExpansion = 1032;

    // Rows are read together while they fit a cache.
    const int Block = 1 << 15;

    const int LongestRow = (1 << 30) - 1;

    readonly PngDataStream data = new();
    readonly RgbColor[] palette = new RgbColor[256];
    string name = "";
    byte[] samples = [], rows = [];
    int sampleBytes, paletteLength;

    /// <summary>What the file says of its samples.</summary>
    public PngHeader Header { get; private set; }

    /// <summary>The samples, pixel after pixel, row after row: a byte each, or two with the high one first for 16 bits.</summary>
    public ReadOnlySpan<byte> Samples => samples.AsSpan(0, sampleBytes);

    /// <summary>The palette, empty where the samples are no indices.</summary>
    public ReadOnlySpan<RgbColor> Palette => palette.AsSpan(0, paletteLength);

    /// <summary>Reads one PNG into memory of its own.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a sound PNG.</exception>
    public static PngImage DecodeOne(byte[] file, int length, string name)
    {
        var decoder = new PngDecoder();
        decoder.Decode(file, length, name);
        return new PngImage(name, decoder.Header, decoder.samples, [.. decoder.Palette]);
    }

    /// <summary>Reads a whole PNG; its samples are there until the next one is read.</summary>
    /// <param name="file">Holds the PNG.</param>
    /// <param name="length">How many bytes of it are the PNG.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="InvalidDataException">The bytes are not a sound PNG.</exception>
    public void Decode(byte[] file, int length, string name)
    {
        this.name = name;
        paletteLength = 0;
        var chunks = new PngChunkReader(file.AsSpan(0, length), name);
        chunks.Read();
        if (chunks.Type != PngChunkType.Header) throw chunks.Fault($"its first chunk is {chunks.Type}, expected IHDR");
        Header = PngHeader.Parse(chunks.Data, name);

        int first = 0, firstLength = 0, compressed = 0;
        for (PngChunkType previous = PngChunkType.Header; previous != PngChunkType.End; previous = chunks.Type)
        {
            chunks.Read();
            if (chunks.Type == PngChunkType.Data)
            {
                if (first > 0 && previous != PngChunkType.Data)
                    throw chunks.Fault($"chunk IDAT at byte {chunks.Offset} goes on with image data that chunk {previous} had ended");
                if (first == 0) (first, firstLength) = (chunks.Offset + 8, chunks.Data.Length);
                compressed += chunks.Data.Length;
            }
            else if (chunks.Type == PngChunkType.Palette)
            {
                if (Header.ColorType == PngColorType.Palette) ReadPalette(chunks);
            }
            else if (chunks.Type.IsCritical && chunks.Type != PngChunkType.End)
            {
                throw chunks.Fault($"chunk {chunks.Type} at byte {chunks.Offset} is needed to read it, but not known");
            }
        }

        if (Header.ColorType == PngColorType.Palette && paletteLength == 0)
            throw chunks.Fault("its pixels are palette indices, but it has no palette");
        MakeRoom(compressed, chunks);
        data.Open(file, first, firstLength, compressed);
        ReadPasses();
    }

    void ReadPalette(PngChunkReader chunks)
    {
        ReadOnlySpan<byte> colors = chunks.Data;
        if (paletteLength > 0) throw chunks.Fault($"chunk PLTE at byte {chunks.Offset} is a second palette");
        if (colors.Length is 0 or > 768 || colors.Length % 3 != 0)
            throw chunks.Fault($"its palette has {colors.Length} bytes, expected three for each of 1 to 256 colours");
        paletteLength = colors.Length / 3;
        for (int i = 0; i < paletteLength; i++) palette[i] = new RgbColor(colors[3 * i], colors[3 * i + 1], colors[3 * i + 2]);
    }

    void MakeRoom(long compressed, PngChunkReader chunks)
    {
        int bytesPerPixel = Header.Channels * PngImage.SampleBytes(Header);
        long pixels = (long)Header.Width * Header.Height;
        if (pixels > Array.MaxLength / bytesPerPixel)
        {
            throw chunks.Fault(
                $"its size {Header.Width} x {Header.Height} is beyond the {Array.MaxLength} bytes that one image can have here");
        }

        long stored = 0;
        foreach (PngPass pass in PngPass.Of(Header)) stored += pass.Height(Header) * (1 + Header.RowBytes(pass.Width(Header)));
        if (stored > LargestExpansion * compressed)
        {
            throw chunks.Fault(
                $"its size {Header.Width} x {Header.Height} cannot be in {compressed} bytes of image data; it is truncated or damaged");
        }

        sampleBytes = (int)pixels * bytesPerPixel;
        if (samples.Length < sampleBytes) samples = new byte[sampleBytes];
    }

    void ReadPasses()
    {
        using var zlib = new ZLibStream(data, CompressionMode.Decompress, leaveOpen: true);
        foreach (PngPass pass in PngPass.Of(Header))
        {
            int width = pass.Width(Header), height = pass.Height(Header);
            if (width > 0 && height > 0) ReadPass(zlib, pass, width, height);
        }

        CheckEnd(zlib);
    }

    void ReadPass(ZLibStream zlib, PngPass pass, int width, int height)
    {
        // The row above a block stands before its first one; a byte in front of each row says its filter.
        if (Header.RowBytes(width) > LongestRow) throw Fault($"its rows have {Header.RowBytes(width)} bytes, expected {LongestRow} at most");
        int stride = 1 + (int)Header.RowBytes(width), together = Math.Clamp(Block / stride, 1, height);
        int needed = (together + 1) * stride, pixel = Math.Max(1, Header.BitsPerPixel / 8);
        if (rows.Length < needed) rows = new byte[needed];
        rows.AsSpan(0, stride).Clear();
        for (int top = 0; top < height; top += together)
        {
            int count = Math.Min(together, height - top);
            ReadRows(zlib, rows.AsSpan(stride, count * stride), stride, pass, top);
            for (int i = 1; i <= count; i++)
            {
                int filter = rows[i * stride], y = pass.Row + (top + i - 1) * pass.RowStep;
                if (filter > PngFilter.Paeth)
                    throw Fault($"row {y} has the filter {filter}, expected 0 to 4; the image data are damaged");
                Span<byte> row = rows.AsSpan(i * stride + 1, stride - 1);
                PngFilter.Undo(filter, row, rows.AsSpan((i - 1) * stride + 1, stride - 1), pixel);
                Store(row, width, pass, y);
            }

            rows.AsSpan(count * stride, stride).CopyTo(rows);
        }
    }

    void ReadRows(ZLibStream zlib, Span<byte> block, int stride, PngPass pass, int top)
    {
        int done = 0;
        try
        {
            while (done < block.Length)
            {
                int read = zlib.Read(block[done..]);
                if (read == 0) throw new EndOfStreamException();
                done += read;
            }
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException)
        {
            int row = pass.Row + (top + done / stride) * pass.RowStep;
            string what = fault is EndOfStreamException ? "end in" : "are damaged in or behind";
            throw new InvalidDataException($"{name}: the image data {what} row {row} of {Header.Height}.", fault);
        }
    }

    // Reading on makes zlib compare its check sum. More data than the image needs is allowed, as other readers do.
    void CheckEnd(ZLibStream zlib)
    {
        try
        {
            zlib.ReadAtLeast(rows.AsSpan(0, 1), 1, throwOnEndOfStream: false);
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException)
        {
            throw new InvalidDataException($"{name}: the image data are damaged: {fault.Message}", fault);
        }
    }

    void Store(ReadOnlySpan<byte> row, int width, PngPass pass, int y)
    {
        int pixel = Header.Channels * PngImage.SampleBytes(Header);
        Span<byte> target = samples.AsSpan(y * Header.Width * pixel, Header.Width * pixel);
        if (Header.BitDepth < 8)
        {
            int perByte = 8 / Header.BitDepth, mask = (1 << Header.BitDepth) - 1;
            for (int i = 0; i < width; i++)
            {
                int shift = 8 - Header.BitDepth * (i % perByte + 1);
                target[pass.Column + i * pass.ColumnStep] = (byte)((row[i / perByte] >> shift) & mask);
            }
        }
        else if (pass.ColumnStep == 1)
        {
            row[..target.Length].CopyTo(target);
        }
        else
        {
            for (int i = 0; i < width; i++)
                row.Slice(i * pixel, pixel).CopyTo(target[((pass.Column + i * pass.ColumnStep) * pixel)..]);
        }
    }

    InvalidDataException Fault(string what) => new($"{name}: {what}.");
}
