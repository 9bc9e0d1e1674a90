namespace SegLab.Imaging.Masks;

/// <summary>A probability, or a score, for each class and pixel, as a network gives them: <c>[channels, height, width]</c> or with a depth.</summary>
public sealed class ProbabilityMap
{
    readonly float[] values;

    /// <summary>Wraps numbers in row-major order, the channel outermost.</summary>
    /// <exception cref="ArgumentException">They are not as many as channels x shape.</exception>
    public ProbabilityMap(int channels, MaskShape shape, float[] values)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        if (values.Length != channels * shape.Count)
            throw new ArgumentException($"{channels} channels of {shape} have {channels * shape.Count} numbers, not {values.Length}.");
        (Channels, Shape, this.values) = (channels, shape, values);
    }

    /// <summary>How many numbers a pixel has.</summary>
    public int Channels { get; }

    /// <summary>The extents of a channel.</summary>
    public MaskShape Shape { get; }

    /// <summary>All numbers, channel after channel.</summary>
    public ReadOnlySpan<float> Values => values;

    /// <summary>The numbers of one channel.</summary>
    public ReadOnlySpan<float> this[int channel] => values.AsSpan(channel * (int)Shape.Count, (int)Shape.Count);
}
