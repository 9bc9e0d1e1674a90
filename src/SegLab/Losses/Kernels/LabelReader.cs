using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly bool Read(Tile tile, nint first, float* pixelWeights)
    {
        if (Kind == TargetKind.Byte && Ignore is < 0 or > byte.MaxValue && pixelWeights == null && tile.Count == tile.Size) return ReadBytes(tile, first);
        tile.WeightsAreOne = false;
        int whole = tile.Count / Lanes.Count * Lanes.Count;
        for (int i = whole; i < tile.Padded; i++) tile.Labels[i] = i < tile.Count ? Narrow(this[first + i]) : Ignore;

        Vector512<uint> limit = Vector512.Create((uint)Limit);
        Vector512<int> ignore = Vector512.Create(Ignore), none = Vector512.Create(Tile.NoLabel), unknown = Vector512<int>.Zero;
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
        {
            Vector512<int> label = i < whole ? Load(first + i) : Vector512.Load(tile.Labels + i);
            Vector512<int> known = Vector512.LessThan(label.AsUInt32(), limit).AsInt32(), ignored = Vector512.Equals(label, ignore);
            Vector512<int> counts = Vector512.AndNot(known, ignored);
            unknown |= ~(known | ignored);
            Vector512.ConditionalSelect(counts, label, none).Store(tile.Labels + i);
            (Vector512<float>.One & counts.AsSingle()).Store(tile.Weights + i);
        }

        if (pixelWeights != null)
        {
            for (int i = 0; i < tile.Count; i++) tile.Weights[i] *= pixelWeights[first + i];
        }

        return unknown == Vector512<int>.Zero;
    }

    /// <summary>A whole tile of bytes of which none is ignored.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    readonly bool ReadBytes(Tile tile, nint first)
    {
        Vector512<int> largest = Vector512<int>.Zero;
        byte* labels = (byte*)Labels + first;
        for (int i = 0; i < tile.Size; i += Lanes.Count)
        {
            Vector512<int> label = Widen(Vector128.Load(labels + i));
            largest = Vector512.Max(largest, label);
            label.Store(tile.Labels + i);
        }

        if (!tile.WeightsAreOne) new Span<float>(tile.Weights, tile.Size).Fill(1);
        tile.WeightsAreOne = true;
        return Vector512.LessThanAll(largest, Vector512.Create(Limit));
    }

    /// <summary>Counts the bytes of a label map that are classes and not ignored.</summary>
    /// <param name="first">The index of the first pixel in the label map.</param>
    /// <param name="count">How many pixels to look at.</param>
    /// <param name="ones">Those among them with label 1.</param>
    /// <param name="known">Whether every label is a class or is ignored.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly int CountBytes(nint first, int count, out int ones, out bool known)
    {
        byte* labels = (byte*)Labels + first;
        Vector512<byte> last = Vector512.Create((byte)Math.Min(Limit - 1, byte.MaxValue)), ignore = Vector512.Create((byte)Ignore);
        ulong ignores = Ignore is >= 0 and <= byte.MaxValue ? ulong.MaxValue : 0, unknown = 0;
        int counted = 0, i = 0;
        ones = 0;
        for (; i <= count - Vector512<byte>.Count; i += Vector512<byte>.Count)
        {
            Vector512<byte> label = Vector512.Load(labels + i);
            ulong isClass = Vector512.LessThanOrEqual(label, last).ExtractMostSignificantBits();
            ulong isIgnored = Vector512.Equals(label, ignore).ExtractMostSignificantBits() & ignores;
            unknown |= ~(isClass | isIgnored);
            counted += BitOperations.PopCount(isClass & ~isIgnored);
            ones += BitOperations.PopCount(Vector512.Equals(label, Vector512<byte>.One).ExtractMostSignificantBits() & ~isIgnored);
        }

        for (; i < count; i++)
        {
            if (labels[i] == Ignore) continue;
            if (labels[i] >= Limit) unknown = 1;
            counted++;
            if (labels[i] == 1) ones++;
        }

        known = unknown == 0;
        return counted;
    }

    /// <summary>The label of one pixel, for a message.</summary>
    public readonly long this[nint pixel] => Kind switch
    {
        TargetKind.Byte => ((byte*)Labels)[pixel],
        TargetKind.Short => ((short*)Labels)[pixel],
        TargetKind.Int => ((int*)Labels)[pixel],
        _ => ((long*)Labels)[pixel],
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    readonly Vector512<int> Load(nint pixel)
    {
        switch (Kind)
        {
            case TargetKind.Byte:
                return Widen(Vector128.Load((byte*)Labels + pixel));
            case TargetKind.Short when Avx512F.IsSupported:
                return Avx512F.ConvertToVector512Int32(Vector256.Load((short*)Labels + pixel));
            case TargetKind.Short:
                (Vector256<int> first, Vector256<int> second) = Vector256.Widen(Vector256.Load((short*)Labels + pixel));
                return Vector512.Create(first, second);
            case TargetKind.Int:
                return NeverNone(Vector512.Load((int*)Labels + pixel));
            default:
                long* labels = (long*)Labels + pixel;
                return NeverNone(Vector512.NarrowWithSaturation(Vector512.Load(labels), Vector512.Load(labels + Vector512<long>.Count)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<int> Widen(Vector128<byte> labels)
    {
        if (Avx512F.IsSupported) return Avx512F.ConvertToVector512Int32(labels);
        (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(labels);
        (Vector256<uint> lower, Vector256<uint> upper) = Vector256.Widen(Vector256.Create(low, high));
        return Vector512.Create(lower, upper).AsInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<int> NeverNone(Vector512<int> label) => Vector512.Max(label, Vector512.Create(Tile.NoLabel + 1));

    /// <summary>A label that does not fit is no class, and not the ignored one either.</summary>
    static int Narrow(long label) => label is > int.MinValue and < int.MaxValue ? (int)label : int.MaxValue;
}
