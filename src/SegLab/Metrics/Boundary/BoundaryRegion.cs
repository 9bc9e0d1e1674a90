using SegLab.Distance;
using SegLab.Numerics;

namespace SegLab.Metrics;

/// <summary>The pixels of a label map that are at most so far from a pixel of another label, or from outside the map: of all classes at once.</summary>
sealed unsafe class BoundaryRegion
{
    /// <summary>The label of what belongs to no class; outside the map.</summary>
    public const int NoClass = -1;

    readonly EuclideanTransform transform = new();
    readonly PinnedMemory<int> padded = new();
    readonly PinnedMemory<float> squares = new();
    bool[] inner = [], next = [];
    int[] same = [];

    /// <summary>Whether a pixel lies in the region.</summary>
    public bool Contains(int pixel) => !inner[pixel];

    public void Find(int[] labels, Extents3 extents, int width, BoundaryDistance distance)
    {
        if (inner.Length != labels.Length) (inner, next, same) = (new bool[labels.Length], new bool[labels.Length], new int[labels.Length]);
        if (distance == BoundaryDistance.Euclidean)
        {
            FindStraight(labels, extents, width);
            return;
        }

        Array.Fill(inner, true);
        Erode(labels, 1, extents.Width, width);
        if (extents.Rank > 1) Erode(labels, extents.Width, extents.Height, width);
        if (extents.Rank > 2) Erode(labels, extents.Width * extents.Height, extents.Depth, width);
    }

    /// <summary>Keeps the pixels of which so many neighbours on both sides along an axis are of the same label, and kept so far.</summary>
    void Erode(int[] labels, int stride, int extent, int width)
    {
        Array.Clear(next);
        for (int line = 0; line < labels.Length; line += stride * extent)
        {
            // All lines side by side advance together; each counts its pixels of one label.
            Span<int> run = same.AsSpan(0, stride);
            run.Clear();
            for (int k = 0, row = line; k < extent; k++, row += stride)
            {
                for (int j = 0; j < stride; j++)
                {
                    int i = row + j;
                    run[j] = !inner[i] ? 0 : k > 0 && labels[i] == labels[i - stride] ? run[j] + 1 : 1;
                    if (run[j] > 2 * width) next[i - width * stride] = true;
                }
            }
        }

        (inner, next) = (next, inner);
    }

    void FindStraight(int[] labels, Extents3 extents, int width)
    {
        int front = extents.Rank > 2 ? 1 : 0, top = extents.Rank > 1 ? 1 : 0;
        int depth = extents.Depth + 2 * front, height = extents.Height + 2 * top, across = extents.Width + 2, length = checked(depth * height * across);
        padded.Reserve(length);
        squares.Reserve(length);
        new Span<int>(padded.Pointer, length).Fill(NoClass - 1);
        for (int row = 0; row < extents.Depth * extents.Height; row++)
            labels.AsSpan(row * extents.Width, extents.Width).CopyTo(new Span<int>(padded.Pointer + Place(row), extents.Width));
        transform.Run(
            SpatialShape.Create([depth, height, across], default), Sites.OtherLabel, padded.Pointer, images: 1, channels: 1, squares.Pointer,
            root: false, threads: 1);
        for (int row = 0, i = 0; row < extents.Depth * extents.Height; row++)
            for (int x = 0; x < extents.Width; x++, i++) inner[i] = squares.Pointer[Place(row) + x] > (float)width * width;

        int Place(int row) => ((row / extents.Height + front) * height + row % extents.Height + top) * across + 1;
    }
}
