namespace SegLab.Imaging;

/// <summary>An image as a network takes it: planes of samples, <c>[channels, height, width]</c>, of 8 or 16 bits.</summary>
public sealed class RasterImage
{
    readonly byte[]? bytes;
    readonly ushort[]? words;

    /// <summary>Wraps planar 8-bit samples.</summary>
    /// <exception cref="ArgumentException">The array's length is not channels x height x width.</exception>
    public RasterImage(int width, int height, int channels, byte[] planes) : this(width, height, channels, planes.Length) => bytes = planes;

    /// <summary>Wraps planar 16-bit samples.</summary>
    /// <exception cref="ArgumentException">The array's length is not channels x height x width.</exception>
    public RasterImage(int width, int height, int channels, ushort[] planes) : this(width, height, channels, planes.Length) => words = planes;

    RasterImage(int width, int height, int channels, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        if (length != (long)width * height * channels)
            throw new ArgumentException($"An image of {channels} x {height} x {width} has {(long)width * height * channels} samples, not {length}.");
        (Width, Height, Channels) = (width, height, channels);
    }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>1 for grey, 3 for red, green, blue.</summary>
    public int Channels { get; }

    /// <summary>The largest value a sample can have: 255 or 65535.</summary>
    public int Maximum => bytes is null ? ushort.MaxValue : byte.MaxValue;

    /// <summary>All samples where they have 8 bits, else nothing.</summary>
    internal ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>All samples where they have 16 bits, else nothing.</summary>
    internal ReadOnlySpan<ushort> Words => words;

    /// <summary>The sample of a channel at a row and a column, 0 to <see cref="Maximum"/>.</summary>
    public int this[int channel, int row, int column]
    {
        get
        {
            int index = (channel * Height + row) * Width + column;
            return bytes is null ? words![index] : bytes[index];
        }
    }

    /// <summary>Writes part of a row of one channel, scaled to 0..1.</summary>
    /// <param name="channel">The channel, from 0.</param>
    /// <param name="row">The row, from 0.</param>
    /// <param name="column">The first column.</param>
    /// <param name="destination">Receives as many samples as it is long.</param>
    public void CopyRow(int channel, int row, int column, Span<float> destination)
    {
        int start = (channel * Height + row) * Width + column;
        if (bytes is not null)
        {
            ReadOnlySpan<byte> source = bytes.AsSpan(start, destination.Length);
            for (int i = 0; i < source.Length; i++) destination[i] = source[i] / 255f;
        }
        else
        {
            ReadOnlySpan<ushort> source = words.AsSpan(start, destination.Length);
            for (int i = 0; i < source.Length; i++) destination[i] = source[i] / 65535f;
        }
    }

    /// <summary>A grey image as three equal channels; a colour image as it is.</summary>
    public RasterImage ToColor()
        => Channels != 1 ? this
        : bytes is not null ? new RasterImage(Width, Height, 3, [.. bytes, .. bytes, .. bytes])
        : new RasterImage(Width, Height, 3, [.. words!, .. words!, .. words!]);
}
