namespace SegLab.Imaging;

/// <summary>A mask: the class index of each pixel, <c>[height, width]</c>.</summary>
public sealed class LabelMap
{
    readonly ushort[] labels;

    /// <summary>Wraps class indices in row order.</summary>
    /// <exception cref="ArgumentException">The array's length is not height x width.</exception>
    public LabelMap(int width, int height, ushort[] labels)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (labels.Length != (long)width * height)
            throw new ArgumentException($"A mask of {height} x {width} has {(long)width * height} labels, not {labels.Length}.");
        (Width, Height, this.labels) = (width, height, labels);
    }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>All labels, row after row.</summary>
    public ReadOnlySpan<ushort> Labels => labels;

    /// <summary>The label at a row and a column.</summary>
    public int this[int row, int column] => labels[row * Width + column];

    /// <summary>The labels that occur, ascending.</summary>
    internal int[] DistinctLabels()
    {
        bool[] seen = new bool[ushort.MaxValue + 1];
        foreach (ushort label in labels) seen[label] = true;
        return [.. Enumerable.Range(0, seen.Length).Where(label => seen[label])];
    }

    /// <summary>The mask with another label in place of one.</summary>
    internal LabelMap Replace(ushort label, ushort other)
    {
        ushort[] replaced = [.. labels];
        replaced.AsSpan().Replace(label, other);
        return new LabelMap(Width, Height, replaced);
    }
}
