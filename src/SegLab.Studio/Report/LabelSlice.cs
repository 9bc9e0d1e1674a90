namespace SegLab.Studio.Report;

/// <summary>The labels of a mask, or of a slice of a volume, <c>[height, width]</c>, as small as a page needs them.</summary>
sealed record LabelSlice(int Width, int Height, int[] Labels)
{
    /// <summary>Every n-th label each way, the one in the middle of those it stands for, so that no side is above <paramref name="longest"/>.</summary>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="labelAt">The label at a place of the row-major order.</param>
    /// <param name="longest">The longest side that is allowed.</param>
    public static LabelSlice Reduced(int width, int height, Func<int, int> labelAt, int longest)
    {
        int stride = (Math.Max(width, height) + longest - 1) / longest, columns = (width + stride - 1) / stride, rows = (height + stride - 1) / stride;
        int[] labels = new int[rows * columns];
        for (int i = 0; i < labels.Length; i++)
            labels[i] = labelAt(Middle(i / columns, stride, height) * width + Middle(i % columns, stride, width));
        return new LabelSlice(columns, rows, labels);
    }

    /// <summary>Smaller still.</summary>
    public LabelSlice Reduce(int longest) => Reduced(Width, Height, i => Labels[i], longest);

    static int Middle(int index, int stride, int size) => Math.Min(index * stride + stride / 2, size - 1);
}
