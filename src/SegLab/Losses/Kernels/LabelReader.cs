using System.Runtime.Intrinsics;
using SegLab.Numerics;

namespace SegLab.Losses.Kernels;

/// <summary>Widens labels of any integer type to 32 bits for a tile, and finds those that no class has.</summary>
unsafe struct LabelReader
{
    public TargetKind Kind;
    public void* Labels;

    /// <summary>Labels from 0 to one less than this are classes.</summary>
    public int Limit;

    /// <summary>The label that does not count; <see cref="Tile.NoLabel"/> when all do.</summary>
    public int Ignore;

    /// <summary>Fills the tile's labels and weights.</summary>
    /// <param name="tile">The tile, its place set.</param>
    /// <param name="first">The index of its first pixel in the label map.</param>
    /// <param name="pixelWeights">A weight for each pixel of the map, or null.</param>
    /// <returns>Whether every label is a class or is ignored.</returns>
    public readonly bool Read(Tile tile, nint first, float* pixelWeights)
    {
        int* labels = tile.Labels;
        Widen(labels, first, tile.Count);
        for (int i = tile.Count; i < tile.Padded; i++) labels[i] = Tile.NoLabel;

        Vector512<int> unknown = Vector512<int>.Zero;
        Vector512<int> limit = Vector512.Create(Limit);
        Vector512<int> ignore = Vector512.Create(Ignore);
        Vector512<int> none = Vector512.Create(Tile.NoLabel);
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
        {
            Vector512<int> label = Vector512.Load(labels + i);
            Vector512<int> known = Vector512.GreaterThanOrEqual(label, Vector512<int>.Zero) & Vector512.LessThan(label, limit);
            Vector512<int> ignored = Vector512.Equals(label, ignore) | Vector512.Equals(label, none);
            Vector512<int> counts = Vector512.AndNot(known, ignored);
            unknown |= ~(known | ignored);
            Vector512.ConditionalSelect(counts, label, none).Store(labels + i);
            Vector512.ConditionalSelect(counts.AsSingle(), Vector512<float>.One, Vector512<float>.Zero).Store(tile.Weights + i);
        }

        if (pixelWeights != null)
        {
            for (int i = 0; i < tile.Count; i++) tile.Weights[i] *= pixelWeights[first + i];
        }

        return unknown == Vector512<int>.Zero;
    }

    /// <summary>The label of one pixel, for a message.</summary>
    public readonly long this[nint pixel] => Kind switch
    {
        TargetKind.Byte => ((byte*)Labels)[pixel],
        TargetKind.Short => ((short*)Labels)[pixel],
        TargetKind.Int => ((int*)Labels)[pixel],
        _ => ((long*)Labels)[pixel],
    };

    readonly void Widen(int* destination, nint first, int count)
    {
        int i = 0;
        switch (Kind)
        {
            case TargetKind.Byte:
                for (; i <= count - Lanes.Count; i += Lanes.Count)
                {
                    (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(Vector128.Load((byte*)Labels + first + i));
                    (Vector256<uint> lower, Vector256<uint> upper) = Vector256.Widen(Vector256.Create(low, high));
                    Vector512.Create(lower, upper).AsInt32().Store(destination + i);
                }

                break;
            case TargetKind.Short:
                for (; i <= count - Lanes.Count; i += Lanes.Count)
                {
                    (Vector256<int> lower, Vector256<int> upper) = Vector256.Widen(Vector256.Load((short*)Labels + first + i));
                    Vector512.Create(lower, upper).Store(destination + i);
                }

                break;
            case TargetKind.Int:
                new ReadOnlySpan<int>((int*)Labels + first, count).CopyTo(new Span<int>(destination, count));
                return;
        }

        // A label that does not fit an int is no class, and not the ignored one either.
        for (; i < count; i++)
        {
            long label = this[first + i];
            destination[i] = label is > int.MinValue and < int.MaxValue ? (int)label : int.MaxValue;
        }
    }
}
