using System.Buffers.Binary;
using System.Runtime.InteropServices;
using SegLab.Imaging.Png;

namespace SegLab.Imaging.Masks;

/// <summary>Takes labels from the samples of a PNG.</summary>
static class PngLabels
{
    const int Piece = 1024;

    /// <summary>
    /// Palette indices and grey samples are labels, unscaled; red = green = blue is that grey, unless a table says what colours stand for.
    /// Opacity is dropped.
    /// </summary>
    /// <returns>Whether the labels come from colours, and so are classes.</returns>
    /// <exception cref="InvalidDataException">A pixel has a colour that says nothing.</exception>
    public static bool Read(PngDecoder png, string name, ClassTable? classes, LabelVolume labels)
    {
        PngHeader header = png.Header;
        labels.Start(new MaskShape(header.Height, header.Width));
        bool isColor = header.ColorType is PngColorType.Color or PngColorType.ColorAlpha;
        if (isColor && classes is { HasColors: true })
        {
            if (header.BitDepth != 8) throw new InvalidDataException($"{name}: a mask in colours of 16 bits a sample, expected 8.");
            ReadColors(png.Samples, header.Channels, name, classes, labels);
            return true;
        }

        if (isColor) CheckGrey(png.Samples, header, name, labels.Shape);
        if (header.BitDepth == 16) ReadWords(MemoryMarshal.Cast<byte, ushort>(png.Samples), header.Channels, labels);
        else if (header.Channels == 1) labels.Append(png.Samples);
        else ReadBytes(png.Samples, header.Channels, labels);
        return false;
    }

    static void ReadColors(ReadOnlySpan<byte> samples, int channels, string name, ClassTable classes, LabelVolume labels)
    {
        Span<ushort> piece = stackalloc ushort[Piece];
        RgbColor last = default;
        int pixels = samples.Length / channels, value = classes.ClassOf(last);
        for (int start = 0; start < pixels; start += Piece)
        {
            int count = Math.Min(Piece, pixels - start);
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<byte> pixel = samples.Slice((start + i) * channels, 3);
                var color = new RgbColor(pixel[0], pixel[1], pixel[2]);
                if (color != last) (last, value) = (color, classes.ClassOf(color));
                if (value < 0) throw classes.Unknown(color, labels.Shape.Place(start + i), name);
                piece[i] = (ushort)value;
            }

            labels.Append<ushort>(piece[..count]);
        }
    }

    static void CheckGrey(ReadOnlySpan<byte> samples, PngHeader header, string name, MaskShape shape)
    {
        int width = PngImage.SampleBytes(header), pixel = header.Channels * width;
        for (int i = 0; i < samples.Length; i += pixel)
        {
            ReadOnlySpan<byte> red = samples.Slice(i, width), green = samples.Slice(i + width, width), blue = samples.Slice(i + 2 * width, width);
            if (red.SequenceEqual(green) && red.SequenceEqual(blue)) continue;
            throw new InvalidDataException(
                $"{name}: a mask in colours: {shape.Place(i / pixel)} is ({Value(red)}, {Value(green)}, {Value(blue)}). "
                + "Expected class indices, or a class table that says what colours stand for.");
        }

        static int Value(ReadOnlySpan<byte> sample) => sample.Length == 1 ? sample[0] : BinaryPrimitives.ReadUInt16BigEndian(sample);
    }

    static void ReadBytes(ReadOnlySpan<byte> samples, int channels, LabelVolume labels)
    {
        Span<byte> piece = stackalloc byte[Piece];
        for (int start = 0; start < samples.Length; start += Piece * channels)
        {
            int count = Math.Min(Piece, (samples.Length - start) / channels);
            for (int i = 0; i < count; i++) piece[i] = samples[start + i * channels];
            labels.Append<byte>(piece[..count]);
        }
    }

    static void ReadWords(ReadOnlySpan<ushort> samples, int channels, LabelVolume labels)
    {
        Span<ushort> piece = stackalloc ushort[Piece];
        for (int start = 0; start < samples.Length; start += Piece * channels)
        {
            int count = Math.Min(Piece, (samples.Length - start) / channels);
            for (int i = 0; i < count; i++) piece[i] = samples[start + i * channels];
            if (BitConverter.IsLittleEndian) ByteOrder.Reverse(piece[..count]);
            labels.Append<ushort>(piece[..count]);
        }
    }
}
