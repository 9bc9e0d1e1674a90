namespace SegLab.Distance;

/// <summary>
/// A line, an image or a volume as the transform sees it: three extents, of which the last lies contiguously, and their spacing.
/// </summary>
/// <remarks>Extents of 1 cannot hold a distance and are left out; an image is [height, 1, width], a line [1, 1, width].</remarks>
readonly record struct SpatialShape(int First, int Middle, int Last, double FirstSpacing, double MiddleSpacing, double LastSpacing)
{
    public nint Elements => (nint)First * Middle * Last;

    /// <summary>Elements of one plane across the first axis.</summary>
    public int Plane => Middle * Last;

    public bool IsIsotropic => (First == 1 || FirstSpacing == LastSpacing) && (Middle == 1 || MiddleSpacing == LastSpacing);

    /// <summary>An upper bound of the squared distance in steps between two elements, with the two apexes that a line may add.</summary>
    public double SquaredDiameter
    {
        get
        {
            static double Square(double extent) => (extent + 2) * (extent + 2);
            return Square(First) + Square(Middle) + Square(Last);
        }
    }

    /// <exception cref="ArgumentException">There are more than three extents above 1, or the spacing does not fit.</exception>
    public static SpatialShape Create(ReadOnlySpan<nint> extents, ReadOnlySpan<double> spacing)
    {
        if (!spacing.IsEmpty && spacing.Length != extents.Length)
            throw new ArgumentException($"There are {spacing.Length} spacings for {extents.Length} spatial extents.");
        foreach (double value in spacing)
            if (!(value > 0) || !double.IsFinite(value))
                throw new ArgumentException($"A spacing is {value}; spacings are finite and above 0.");

        Span<int> lengths = [1, 1, 1];
        Span<double> steps = [1, 1, 1];
        int place = 3;
        for (int axis = extents.Length - 1; axis >= 0; axis--)
        {
            if (extents[axis] == 1) continue;
            place--;
            if (place < 0)
                throw new ArgumentException($"[{string.Join(", ", extents.ToArray())}] has more than three spatial extents above 1.");
            lengths[place] = checked((int)extents[axis]);
            steps[place] = spacing.IsEmpty ? 1 : spacing[axis];
        }

        _ = checked(lengths[1] * lengths[2]);
        return lengths[0] == 1
            ? new(lengths[1], 1, lengths[2], steps[1], steps[1], steps[2])
            : new(lengths[0], lengths[1], lengths[2], steps[0], steps[1], steps[2]);
    }
}
