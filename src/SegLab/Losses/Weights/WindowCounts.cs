using System.Numerics.Tensors;
using SegLab.Distance;
using SegLab.Losses.Kernels;

namespace SegLab.Losses.Weights;

/// <summary>
/// How many pixels of a kind lie in a window: marks of 0 and 1, summed over the window axis by axis, all but the last axis.
/// </summary>
sealed unsafe class WindowCounts
{
    LineMemory<int> marks = new(0), sums = new(0);
    SpatialShape shape;
    int reach;

    /// <param name="shape">The shape of an image.</param>
    /// <param name="images">How many images there are.</param>
    /// <param name="reach">How far the window goes to each side.</param>
    public void Prepare(in SpatialShape shape, int images, int reach)
    {
        (this.shape, this.reach) = (shape, reach);
        if (marks.Length < images * shape.Elements) (marks, sums) = (new(images * shape.Elements), new(images * shape.Elements));
    }

    /// <summary>Marks pixels whose label counts or, of these, those whose label is not 0.</summary>
    public void Mark(int* labels, nint first, int count, bool isForeground)
    {
        int excluded = isForeground ? 0 : Tile.NoLabel;
        for (nint i = first; i < first + count; i++) marks.Pointer[i] = labels[i] != Tile.NoLabel && labels[i] != excluded ? 1 : 0;
    }

    /// <summary>Sums over the first axis, for a run of columns.</summary>
    public void SumFirst(int image, int column, int columns)
    {
        nint offset = image * shape.Elements + column;
        Slide(marks.Pointer + offset, sums.Pointer + offset, shape.First, shape.Plane, Math.Min(columns, shape.Plane - column));
    }

    /// <summary>Sums over the middle axis, if there is one, when the first is done.</summary>
    /// <returns>The sums of the slice.</returns>
    public int* SumMiddle(nint slice)
    {
        if (shape.Middle == 1) return sums.Pointer + slice;
        Slide(sums.Pointer + slice, marks.Pointer + slice, shape.Middle, shape.Last, shape.Last);
        return marks.Pointer + slice;
    }

    void Slide(int* source, int* target, int rows, nint stride, int width)
    {
        Span<int> Row(int* memory, int row) => new(memory + row * stride, width);

        Row(source, 0).CopyTo(Row(target, 0));
        for (int row = 1; row <= Math.Min(reach, rows - 1); row++) TensorPrimitives.Add(Row(target, 0), Row(source, row), Row(target, 0));
        for (int row = 1; row < rows; row++)
        {
            Span<int> sum = Row(target, row);
            Row(target, row - 1).CopyTo(sum);
            if (row + reach < rows) TensorPrimitives.Add(sum, Row(source, row + reach), sum);
            if (row - reach > 0) TensorPrimitives.Subtract(sum, Row(source, row - reach - 1), sum);
        }
    }
}
