using System.Numerics;

namespace SegLab.Metrics;

/// <summary>The extents of a label map as depth, height and width; missing axes have the extent 1.</summary>
readonly record struct Extents3(int Rank, int Depth, int Height, int Width)
{
    public static Extents3 Of(ReadOnlySpan<nint> lengths) =>
        new(lengths.Length, lengths.Length > 2 ? (int)lengths[^3] : 1, lengths.Length > 1 ? (int)lengths[^2] : 1, (int)lengths[^1]);

    public nint Elements => (nint)Depth * Height * Width;

    public nint[] Lengths => [Depth, Height, Width];
}

/// <summary>A part of a label map between first elements and those after the last, along each axis.</summary>
readonly record struct Box(int Front, int Back, int Top, int Bottom, int Left, int Right)
{
    public bool IsEmpty => Back <= Front;

    public static Box None(Extents3 extents) => new(extents.Depth, 0, extents.Height, 0, extents.Width, 0);

    /// <summary>The least box that holds this one and all elements of a label.</summary>
    public Box Around<T>(ReadOnlySpan<T> labels, Extents3 extents, T label)
        where T : unmanaged, IBinaryInteger<T>
    {
        (int front, int back, int top, int bottom, int left, int right) = this;
        for (int z = 0; z < extents.Depth; z++)
        {
            for (int y = 0; y < extents.Height; y++)
            {
                ReadOnlySpan<T> row = labels.Slice((z * extents.Height + y) * extents.Width, extents.Width);
                int first = row.IndexOf(label);
                if (first < 0) continue;
                (front, back) = (Math.Min(front, z), Math.Max(back, z + 1));
                (top, bottom) = (Math.Min(top, y), Math.Max(bottom, y + 1));
                (left, right) = (Math.Min(left, first), Math.Max(right, row.LastIndexOf(label) + 1));
            }
        }

        return new(front, back, top, bottom, left, right);
    }
}
