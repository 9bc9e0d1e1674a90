using System.IO.Compression;

namespace SegLab.Imaging.Png;

/// <summary>Turns the bytes of a PNG into samples.</summary>
sealed class PngDecoder
{
    // No deflate stream holds more than 1032 bytes for each of its own, so a header that claims more lies.
    const long LargestExpansion = 1032;

    readonly string name;
    readonly PngHeader header;
    readonly byte[] samples;

    PngDecoder(string name, PngHeader header, byte[] samples) => (this.name, this.header, this.samples) = (name, header, samples);

    /// <summary>Reads a whole PNG.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a sound PNG.</exception>
    public static PngImage Decode(ReadOnlySpan<byte> file, string name)
    {
        var chunks = new PngChunkReader(file, name);
        chunks.Read();
        if (chunks.Type != "IHDR") throw chunks.Fault($"its first chunk is {chunks.Type}, expected IHDR");
        PngHeader header = PngHeader.Parse(chunks.Data, name);

        RgbColor[] palette = [];
        using var compressed = new MemoryStream();
        for (string previous = "IHDR"; previous != "IEND"; previous = chunks.Type)
        {
            chunks.Read();
            switch (chunks.Type)
            {
                case "IDAT":
                    if (compressed.Length > 0 && previous != "IDAT")
                        throw chunks.Fault($"chunk IDAT at byte {chunks.Offset} goes on with image data that chunk {previous} had ended");
                    compressed.Write(chunks.Data);
                    break;
                case "PLTE" when header.ColorType == PngColorType.Palette:
                    if (palette.Length > 0) throw chunks.Fault($"chunk PLTE at byte {chunks.Offset} is a second palette");
                    palette = ReadPalette(chunks);
                    break;
                case "PLTE" or "IEND":
                    break;
                default:
                    if (chunks.IsCritical)
                        throw chunks.Fault($"chunk {chunks.Type} at byte {chunks.Offset} is needed to read it, but not known");
                    break;
            }
        }

        if (header.ColorType == PngColorType.Palette && palette.Length == 0)
            throw chunks.Fault("its pixels are palette indices, but it has no palette");
        byte[] samples = Allocate(header, compressed.Length, chunks);
        compressed.Position = 0;
        new PngDecoder(name, header, samples).ReadPasses(compressed);
        return new PngImage(name, header, samples, palette);
    }

    static RgbColor[] ReadPalette(PngChunkReader chunks)
    {
        ReadOnlySpan<byte> data = chunks.Data;
        if (data.Length is 0 or > 768 || data.Length % 3 != 0)
            throw chunks.Fault($"its palette has {data.Length} bytes, expected three for each of 1 to 256 colours");
        var palette = new RgbColor[data.Length / 3];
        for (int i = 0; i < palette.Length; i++) palette[i] = new RgbColor(data[3 * i], data[3 * i + 1], data[3 * i + 2]);
        return palette;
    }

    static byte[] Allocate(PngHeader header, long compressed, PngChunkReader chunks)
    {
        int bytesPerPixel = header.Channels * PngImage.SampleBytes(header);
        long pixels = (long)header.Width * header.Height;
        string size = $"its size {header.Width} x {header.Height}";
        if (pixels > Array.MaxLength / bytesPerPixel)
            throw chunks.Fault($"{size} is beyond the {Array.MaxLength} bytes that one image can have here");

        long stored = 0;
        foreach (PngPass pass in PngPass.Of(header)) stored += pass.Height(header) * (1 + header.RowBytes(pass.Width(header)));
        if (stored > LargestExpansion * compressed)
            throw chunks.Fault($"{size} cannot be in {compressed} bytes of image data; it is truncated or damaged");
        return new byte[pixels * bytesPerPixel];
    }

    void ReadPasses(MemoryStream compressed)
    {
        using var zlib = new ZLibStream(compressed, CompressionMode.Decompress);
        int longest = (int)header.RowBytes(header.Width);
        byte[] row = new byte[longest], above = new byte[longest];
        foreach (PngPass pass in PngPass.Of(header))
        {
            int width = pass.Width(header), height = width == 0 ? 0 : pass.Height(header);
            int length = (int)header.RowBytes(width);
            Array.Clear(above);
            for (int y = 0; y < height; y++)
            {
                int filter = ReadRow(zlib, row.AsSpan(0, length), pass.Row + y * pass.RowStep);
                PngFilter.Undo(filter, row.AsSpan(0, length), above, Math.Max(1, header.BitsPerPixel / 8));
                Store(row, width, pass, pass.Row + y * pass.RowStep);
                (row, above) = (above, row);
            }
        }

        CheckEnd(zlib);
    }

    int ReadRow(ZLibStream zlib, Span<byte> row, int y)
    {
        int filter;
        try
        {
            filter = zlib.ReadByte();
            zlib.ReadExactly(row);
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException)
        {
            string what = fault is EndOfStreamException ? "end" : "are damaged";
            throw new InvalidDataException($"{name}: the image data {what} in row {y} of {header.Height}.", fault);
        }

        return filter is >= PngFilter.None and <= PngFilter.Paeth
            ? filter
            : throw new InvalidDataException($"{name}: row {y} has the filter {filter}, expected 0 to 4; the image data are damaged.");
    }

    // Reading on makes zlib compare its check sum. More data than the image needs is allowed, as other readers do.
    void CheckEnd(ZLibStream zlib)
    {
        try
        {
            zlib.ReadByte();
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException)
        {
            throw new InvalidDataException($"{name}: the image data are damaged: {fault.Message}", fault);
        }
    }

    void Store(ReadOnlySpan<byte> row, int width, PngPass pass, int y)
    {
        int pixel = header.Channels * PngImage.SampleBytes(header);
        Span<byte> target = samples.AsSpan(y * header.Width * pixel, header.Width * pixel);
        if (header.BitDepth < 8)
        {
            int perByte = 8 / header.BitDepth, mask = (1 << header.BitDepth) - 1;
            for (int i = 0; i < width; i++)
            {
                int shift = 8 - header.BitDepth * (i % perByte + 1);
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
}
