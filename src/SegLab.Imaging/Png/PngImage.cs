using System.Buffers.Binary;
using System.Numerics.Tensors;

namespace SegLab.Imaging.Png;

/// <summary>The samples of a PNG as they are stored: palette indices stay indices, 16 bits stay, 1 to 4 bits are not scaled.</summary>
public sealed class PngImage
{
    readonly PngHeader header;
    readonly byte[] samples;
    readonly RgbColor[] palette;

    internal PngImage(string name, PngHeader header, byte[] samples, RgbColor[] palette)
        => (Name, this.header, this.samples, this.palette) = (name, header, samples, palette);

    /// <summary>What errors call the image: its path, or the name given with its stream.</summary>
    public string Name { get; }

    /// <summary>Pixels in a row.</summary>
    public int Width => header.Width;

    /// <summary>Rows.</summary>
    public int Height => header.Height;

    /// <summary>Bits of a sample: 1, 2, 4, 8 or 16.</summary>
    public int BitDepth => header.BitDepth;

    /// <summary>What the samples of a pixel mean.</summary>
    public PngColorType ColorType => header.ColorType;

    /// <summary>Samples of a pixel, 1 to 4, opacity included.</summary>
    public int Channels => header.Channels;

    /// <summary>The colours that palette indices stand for; empty when the samples are no indices.</summary>
    public ReadOnlySpan<RgbColor> Palette => palette;

    /// <summary>A sample of the pixel at a row and a column, 0 to 2^<see cref="BitDepth"/> - 1.</summary>
    public int this[int row, int column, int channel = 0] => Sample((row * Width + column) * Channels + channel);

    /// <summary>Bytes in which a sample is kept: two, the high one first, for 16 bits, else one.</summary>
    internal static int SampleBytes(PngHeader header) => header.BitDepth == 16 ? 2 : 1;

    /// <summary>
    /// The image as a network takes it: grey as one channel, colours and palettes as three. 16 bits are kept, fewer than 8 are scaled to
    /// 0..255. Opacity is dropped and not blended, as Pillow and OpenCV do; gamma and colour profiles are not applied.
    /// </summary>
    /// <exception cref="InvalidDataException">A pixel has an index beyond the palette.</exception>
    public RasterImage ToRasterImage()
    {
        int pixels = Width * Height;
        int channels = ColorType is PngColorType.Grey or PngColorType.GreyAlpha ? 1 : 3;
        if ((long)pixels * channels > Array.MaxLength)
            throw new InvalidDataException($"{Name}: its size {Width} x {Height} is too large for an image in colours.");
        if (BitDepth == 16)
        {
            ushort[] words = new ushort[pixels * channels];
            for (int c = 0; c < channels; c++)
            {
                for (int i = 0; i < pixels; i++) words[c * pixels + i] = (ushort)Sample(i * Channels + c);
            }

            return new RasterImage(Width, Height, channels, words);
        }

        byte[] bytes = new byte[pixels * channels];
        if (ColorType == PngColorType.Palette)
        {
            for (int i = 0; i < pixels; i++)
                (bytes[i], bytes[pixels + i], bytes[2 * pixels + i]) = Look(i);
        }
        else
        {
            int step = Channels, scale = 255 / ((1 << BitDepth) - 1);
            for (int c = 0; c < channels; c++)
            {
                Span<byte> plane = bytes.AsSpan(c * pixels, pixels);
                for (int i = 0, sample = c; i < plane.Length; i++, sample += step) plane[i] = (byte)(samples[sample] * scale);
            }
        }

        return new RasterImage(Width, Height, channels, bytes);
    }

    /// <summary>
    /// The image as a mask: palette indices or grey samples are the labels, unscaled. Red = green = blue is read as that grey; opacity is
    /// dropped.
    /// </summary>
    /// <exception cref="InvalidDataException">A pixel has a colour, so that what class it means is not in the file.</exception>
    public LabelMap ToLabelMap()
    {
        ushort[] labels = new ushort[Width * Height];
        if (Channels == 1 && BitDepth <= 8)
        {
            TensorPrimitives.ConvertTruncating<byte, ushort>(samples.AsSpan(0, labels.Length), labels);
            return new LabelMap(Width, Height, labels);
        }

        bool color = ColorType is PngColorType.Color or PngColorType.ColorAlpha;
        for (int i = 0; i < labels.Length; i++)
        {
            int label = Sample(i * Channels);
            if (color && (Sample(i * Channels + 1) != label || Sample(i * Channels + 2) != label))
            {
                throw new InvalidDataException(
                    $"{Name}: a mask in colours: row {i / Width}, column {i % Width} is ({label}, {Sample(i * Channels + 1)}, "
                    + $"{Sample(i * Channels + 2)}). Expected class indices: save it as a grey or a palette PNG with one index a class.");
            }

            labels[i] = (ushort)label;
        }

        return new LabelMap(Width, Height, labels);
    }

    int Sample(int index) => BitDepth == 16 ? BinaryPrimitives.ReadUInt16BigEndian(samples.AsSpan(2 * index)) : samples[index];

    RgbColor Look(int pixel)
    {
        int index = samples[pixel];
        return index < palette.Length
            ? palette[index]
            : throw new InvalidDataException(
                $"{Name}: row {pixel / Width}, column {pixel % Width} has the palette index {index}, "
                + $"but the palette has {palette.Length} colours.");
    }
}
