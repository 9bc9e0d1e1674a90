using System.Numerics;
using System.Runtime.Intrinsics;
using SegLab.Numerics;

namespace SegLab.Metrics;

/// <summary>One class of a part of a label map, as bytes 1 and 0, with a rim of zeros along the axes that the map has.</summary>
sealed unsafe class CroppedMask
{
    readonly PinnedMemory<byte> memory = new();

    /// <summary>The extents without the rim.</summary>
    public Extents3 Inner { get; private set; }

    /// <summary>Elements from one row to the next.</summary>
    public int RowStride { get; private set; }

    /// <summary>Elements from one plane to the next.</summary>
    public int PlaneStride { get; private set; }

    /// <summary>The element at (0, 0, 0) of the part; there is a rim, and room for a vector, before and behind.</summary>
    public byte* Origin { get; private set; }

    /// <summary>Copies a part. Where the other map has the ignored label, the mask is 0; without such a map nothing is ignored.</summary>
    public void Fill<T>(ReadOnlySpan<T> labels, ReadOnlySpan<T> ignoring, T ignored, Extents3 extents, Box box, T label)
        where T : unmanaged, IBinaryInteger<T>
    {
        int depth = box.Back - box.Front, height = box.Bottom - box.Top, width = box.Right - box.Left;
        Inner = new(extents.Rank, depth, height, width);
        RowStride = width + 2;
        PlaneStride = RowStride * (extents.Rank > 1 ? height + 2 : 1);
        int length = checked(PlaneStride * (extents.Rank > 2 ? depth + 2 : 1)), vector = Vector512<byte>.Count;
        memory.Reserve(length + 2 * vector);
        new Span<byte>(memory.Pointer, length + 2 * vector).Clear();
        Origin = memory.Pointer + vector + 1 + (extents.Rank > 1 ? RowStride : 0) + (extents.Rank > 2 ? PlaneStride : 0);
        for (int z = 0; z < depth; z++)
        {
            for (int y = 0; y < height; y++)
            {
                int begin = ((box.Front + z) * extents.Height + box.Top + y) * extents.Width + box.Left;
                byte* row = Origin + z * PlaneStride + y * RowStride;
                Copy(labels.Slice(begin, width), label, row);
                if (ignoring.IsEmpty) continue;
                for (int x = 0; x < width; x++)
                    if (ignoring[begin + x] == ignored) row[x] = 0;
            }
        }
    }

    static void Copy<T>(ReadOnlySpan<T> labels, T label, byte* row)
        where T : unmanaged, IBinaryInteger<T>
    {
        int x = 0;
        if (sizeof(T) == 1)
        {
            Vector512<T> wanted = Vector512.Create(label);
            for (; x <= labels.Length - Vector512<T>.Count; x += Vector512<T>.Count)
                (Vector512.Equals(Vector512.Create(labels[x..]), wanted).AsByte() & Vector512<byte>.One).Store(row + x);
        }

        for (; x < labels.Length; x++) row[x] = labels[x] == label ? (byte)1 : (byte)0;
    }
}
