using System.Buffers.Binary;

namespace SegLab.Imaging.Png;

/// <summary>Reads PNG files of every kind, and writes images and masks as PNG. Files are written beside and renamed, never half.</summary>
public static class PngFile
{
    /// <summary>Reads a PNG of any bit depth and colour type, interlaced or not.</summary>
    /// <exception cref="InvalidDataException">The file is not a sound PNG; the message names it, what is wrong, and where.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static PngImage Read(string path) => Decode(File.ReadAllBytes(path), path);

    /// <summary>Reads a PNG from a stream, to its end.</summary>
    /// <param name="stream">The PNG's bytes.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="InvalidDataException">The stream is not a sound PNG; the message names it, what is wrong, and where.</exception>
    public static PngImage Read(Stream stream, string name)
    {
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return PngDecoder.DecodeOne(copy.GetBuffer(), (int)copy.Length, name);
    }

    /// <summary>Reads a PNG from memory.</summary>
    internal static PngImage Decode(byte[] file, string name) => PngDecoder.DecodeOne(file, file.Length, name);

    /// <summary>An image as a PNG, grey or colour, 8 or 16 bits as the image has.</summary>
    /// <exception cref="ArgumentException">The image has neither 1 nor 3 channels.</exception>
    public static byte[] EncodeRaster(RasterImage image)
    {
        if (image.Channels is not (1 or 3))
            throw new ArgumentException($"An image of {image.Channels} channels cannot be written as PNG; expected 1 or 3.", nameof(image));
        int depth = image.Maximum == byte.MaxValue ? 8 : 16, sample = depth / 8;
        byte[] rows = new byte[(long)image.Width * image.Height * image.Channels * sample];
        int position = 0;
        for (int row = 0; row < image.Height; row++)
        {
            for (int column = 0; column < image.Width; column++)
            {
                for (int channel = 0; channel < image.Channels; channel++, position += sample)
                {
                    if (sample == 1) rows[position] = (byte)image[channel, row, column];
                    else BinaryPrimitives.WriteUInt16BigEndian(rows.AsSpan(position), (ushort)image[channel, row, column]);
                }
            }
        }

        PngColorType type = image.Channels == 1 ? PngColorType.Grey : PngColorType.Color;
        return PngEncoder.Encode(new PngHeader(image.Width, image.Height, depth, type), rows, []);
    }

    /// <summary>A mask as a palette PNG of 8 bits: the indices are the labels, the colours those of the palette.</summary>
    /// <exception cref="ArgumentException">A label is above 255.</exception>
    public static byte[] EncodeLabelMap(LabelMap mask, ClassPalette palette)
    {
        byte[] rows = new byte[mask.Labels.Length];
        int highest = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            int label = mask.Labels[i];
            if (label > byte.MaxValue)
            {
                string place = $"row {i / mask.Width}, column {i % mask.Width}";
                throw new ArgumentException($"Label {label} at {place} does not fit a palette PNG; expected at most 255.", nameof(mask));
            }

            highest = Math.Max(highest, label);
            rows[i] = (byte)label;
        }

        var colors = new RgbColor[highest + 1];
        for (int label = 0; label < colors.Length; label++) colors[label] = palette[label];
        return PngEncoder.Encode(new PngHeader(mask.Width, mask.Height, 8, PngColorType.Palette), rows, colors);
    }

    /// <summary>Writes an image to a file; see <see cref="EncodeRaster"/>.</summary>
    public static void WriteRaster(string path, RasterImage image) => AtomicFile.Write(path, stream => WriteRaster(stream, image));

    /// <summary>Writes an image to a stream; see <see cref="EncodeRaster"/>.</summary>
    public static void WriteRaster(Stream stream, RasterImage image) => stream.Write(EncodeRaster(image));

    /// <summary>Writes a mask to a file; see <see cref="EncodeLabelMap"/>.</summary>
    public static void WriteLabelMap(string path, LabelMap mask, ClassPalette palette) => AtomicFile.Write(path, stream => WriteLabelMap(stream, mask, palette));

    /// <summary>Writes a mask to a stream; see <see cref="EncodeLabelMap"/>.</summary>
    public static void WriteLabelMap(Stream stream, LabelMap mask, ClassPalette palette) => stream.Write(EncodeLabelMap(mask, palette));
}
