using SegLab.Numerics;

namespace SegLab.Losses.Structure;

/// <summary>Rows with room before and behind, so that the neighbours of the first and the last cell can be read.</summary>
sealed unsafe class RowScratch
{
    readonly PinnedMemory<float> memory = new();
    int stride;

    public void Reserve(in PlaneRows rows)
    {
        stride = rows.Stride + 2 * Lanes.Count;
        memory.Reserve(4 * stride);
        new Span<float>(memory.Pointer, 4 * stride).Clear();
    }

    /// <summary>A row that was copied, between two cells of a value of choice.</summary>
    public float* Framed(float* row, in PlaneRows rows, float frame)
    {
        float* copy = memory.Pointer + Lanes.Count;
        new ReadOnlySpan<float>(row, rows.Stride).CopyTo(new Span<float>(copy, rows.Stride));
        copy[-1] = frame;
        copy[rows.Width] = frame;
        return copy;
    }

    /// <summary>What cells send to the one before, to themselves, and to the one behind; 0 outside of the row.</summary>
    public float* ToBefore => memory.Pointer + stride + Lanes.Count;

    /// <inheritdoc cref="ToBefore"/>
    public float* ToSelf => ToBefore + stride;

    /// <inheritdoc cref="ToBefore"/>
    public float* ToBehind => ToSelf + stride;
}
