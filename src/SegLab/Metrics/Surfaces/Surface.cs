using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SegLab.Numerics;

namespace SegLab.Metrics;

/// <summary>The elements of a mask's surface on a grid: as sites of a distance transform, and as a list.</summary>
sealed unsafe class Surface
{
    readonly PinnedMemory<byte> sites = new();
    readonly List<int> places = [];
    readonly List<double> weights = [];
    (int Rank, double[] Spacing, double[] ByCode) measures = (0, [], []);

    /// <summary>The grid that places count on.</summary>
    public Extents3 Grid { get; private set; }

    /// <summary>0 where the grid has an element, elsewhere another number.</summary>
    public byte* Sites => sites.Pointer;

    /// <summary>The elements' places on the grid.</summary>
    public ReadOnlySpan<int> Places => CollectionsMarshal.AsSpan(places);

    /// <summary>The elements' lengths or areas; empty where each counts 1.</summary>
    public ReadOnlySpan<double> Weights => CollectionsMarshal.AsSpan(weights);

    public int Count => places.Count;

    public void Extract(CroppedMask mask, SurfaceElement element, double[]? spacing)
    {
        places.Clear();
        weights.Clear();
        if (element == SurfaceElement.Voxel) ExtractVoxels(mask);
        else ExtractCorners(mask, spacing ?? [.. Enumerable.Repeat(1.0, mask.Inner.Rank)]);
    }

    /// <summary>A voxel of the object is inside when all its face neighbours are of the object.</summary>
    void ExtractVoxels(CroppedMask mask)
    {
        Grid = mask.Inner;
        int width = Grid.Width, vector = Vector512<byte>.Count;
        int above = Grid.Rank > 1 ? mask.RowStride : 0, before = Grid.Rank > 2 ? mask.PlaneStride : 0;
        sites.Reserve(checked((int)Grid.Elements + vector));
        for (int z = 0, row = 0; z < Grid.Depth; z++)
        {
            for (int y = 0; y < Grid.Height; y++, row += width)
            {
                byte* at = mask.Origin + z * mask.PlaneStride + y * mask.RowStride;
                for (int x = 0; x < width; x += vector)
                {
                    byte* p = at + x;
                    Vector512<byte> inside = Vector512.Load(p - 1) & Vector512.Load(p + 1) & Vector512.Load(p - above) & Vector512.Load(p + above) &
                        Vector512.Load(p - before) & Vector512.Load(p + before);
                    Vector512<byte> isSurface = Vector512.Equals(Vector512.AndNot(Vector512.Load(p), inside), Vector512<byte>.One);
                    Vector512.OnesComplement(isSurface).Store(sites.Pointer + row + x);
                    ulong bits = isSurface.ExtractMostSignificantBits();
                    if (width - x < vector) bits &= (1UL << (width - x)) - 1;
                    for (; bits != 0; bits &= bits - 1) places.Add(row + x + BitOperations.TrailingZeroCount(bits));
                }
            }
        }
    }

    /// <summary>
    /// A corner has a code of the two, four or eight voxels around it, the first the most significant bit. Where it is neither empty nor
    /// full, the surface passes.
    /// </summary>
    void ExtractCorners(CroppedMask mask, double[] spacing)
    {
        Extents3 inner = mask.Inner;
        int rank = inner.Rank, rows = rank > 1 ? 2 : 1, planes = rank > 2 ? 2 : 1, full = (1 << (1 << rank)) - 1;
        Grid = new(rank, inner.Depth + planes - 1, inner.Height + rows - 1, inner.Width + 1);
        sites.Reserve(checked((int)Grid.Elements));
        if (measures.Rank != rank || !measures.Spacing.AsSpan().SequenceEqual(spacing)) measures = (rank, spacing, SurfaceMeasure.ByCode(spacing));
        int place = 0;
        for (int z = 0; z < Grid.Depth; z++)
        {
            for (int y = 0; y < Grid.Height; y++)
            {
                byte* last = mask.Origin + (z - planes + 1) * mask.PlaneStride + (y - rows + 1) * mask.RowStride;
                int left = 0;
                for (int x = 0; x < Grid.Width; x++, place++)
                {
                    // Every second bit is of the column on the right; one step on it is the left one.
                    int right = 0;
                    for (int plane = 0; plane < planes; plane++)
                        for (int row = 0; row < rows; row++) right = right << 2 | last[plane * mask.PlaneStride + row * mask.RowStride + x];
                    int code = left << 1 | right;
                    left = right;
                    bool passes = code != 0 && code != full;
                    sites.Pointer[place] = passes ? (byte)0 : (byte)1;
                    if (!passes) continue;
                    places.Add(place);
                    weights.Add(measures.ByCode[code]);
                }
            }
        }
    }
}
