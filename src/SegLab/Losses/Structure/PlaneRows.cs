using SegLab.Numerics;

namespace SegLab.Losses.Structure;

/// <summary>A plane or volume as rows along its last axis, each padded to whole vectors; the other axes lead from row to row.</summary>
readonly struct PlaneRows
{
    readonly int[] strides, extents;

    public PlaneRows(ReadOnlySpan<nint> shape)
    {
        Width = shape.IsEmpty ? 1 : checked((int)shape[^1]);
        Stride = (Width + Lanes.Count - 1) / Lanes.Count * Lanes.Count;
        Axes = Math.Max(shape.Length - 1, 0);
        (strides, extents, Count) = (new int[Axes], new int[Axes], 1);
        for (int axis = Axes - 1; axis >= 0; axis--)
        {
            (strides[axis], extents[axis]) = (Count, checked((int)shape[axis]));
            Count = checked(Count * extents[axis]);
        }
    }

    /// <summary>Cells of a row, and the same with its padding.</summary>
    public int Width { get; }

    /// <inheritdoc cref="Width"/>
    public int Stride { get; }

    /// <summary>How many rows there are.</summary>
    public int Count { get; }

    /// <summary>Axes other than the rows' own, the slowest first.</summary>
    public int Axes { get; }

    /// <summary>Floats of a padded plane.</summary>
    public int Length => checked(Count * Stride);

    /// <summary>The row before a row along an axis, or -1 at the plane's edge.</summary>
    public int Before(int row, int axis) => row / strides[axis] % extents[axis] > 0 ? row - strides[axis] : -1;

    /// <summary>The row behind a row along an axis, or -1 at the plane's edge.</summary>
    public int Behind(int row, int axis) => row / strides[axis] % extents[axis] < extents[axis] - 1 ? row + strides[axis] : -1;
}
