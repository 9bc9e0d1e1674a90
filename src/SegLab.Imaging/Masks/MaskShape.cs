namespace SegLab.Imaging.Masks;

/// <summary>The extents of a mask of two axes, <c>[height, width]</c>, or of a volume of three, <c>[depth, height, width]</c>.</summary>
public readonly record struct MaskShape
{
    /// <summary>The shape of a mask.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An extent is not above 0.</exception>
    public MaskShape(int height, int width) : this(2, 1, height, width)
    {
    }

    /// <summary>The shape of a volume; one of depth 1 is not the shape of a mask.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An extent is not above 0.</exception>
    public MaskShape(int depth, int height, int width) : this(3, depth, height, width)
    {
    }

    MaskShape(int rank, int depth, int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(depth);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        (Rank, Depth, Height, Width) = (rank, depth, height, width);
    }

    /// <summary>How many axes there are: 2 or 3.</summary>
    public int Rank { get; }

    /// <summary>Slices of a volume; 1 for a mask of two axes.</summary>
    public int Depth { get; }

    /// <summary>Rows of a slice.</summary>
    public int Height { get; }

    /// <summary>Pixels of a row, which lie side by side in memory.</summary>
    public int Width { get; }

    /// <summary>How many pixels or voxels there are.</summary>
    public long Count => (long)Depth * Height * Width;

    /// <summary>The extents, as tensors take them.</summary>
    public nint[] ToArray() => Rank == 2 ? [Height, Width] : [Depth, Height, Width];

    /// <summary>The extents as arrays have them: <c>[480, 640]</c>.</summary>
    public override string ToString() => Rank == 2 ? $"[{Height}, {Width}]" : $"[{Depth}, {Height}, {Width}]";

    /// <summary>The shape of some extents, the first one outermost; null when no mask or volume has them, or more elements than an array.</summary>
    internal static MaskShape? Of(ReadOnlySpan<nint> extents)
    {
        if (extents.Length is not (2 or 3)) return null;
        long count = 1;
        foreach (nint extent in extents)
        {
            if (extent <= 0 || extent > Array.MaxLength / count) return null;
            count *= extent;
        }

        int height = (int)extents[^2], width = (int)extents[^1];
        return extents.Length == 2 ? new MaskShape(height, width) : new MaskShape((int)extents[0], height, width);
    }

    /// <summary>The place of an element in words.</summary>
    internal string Place(int index)
    {
        string place = $"row {index / Width % Height}, column {index % Width}";
        return Rank == 2 ? place : $"slice {index / Width / Height}, {place}";
    }
}
