using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using SegLab.Numerics;

namespace SegLab.Losses.Ranked;

/// <summary>Goes through the pixels of a block that are ranked, some hundred at a time, in the order of the pixels.</summary>
unsafe struct ErrorRun(ErrorReader reader, nint start, nint end, RankScratch scratch, int threshold, int greatest, int shift)
{
    /// <summary>The most pixels that are looked at together.</summary>
    public const int Capacity = 512;

    nint position = start;

    /// <summary>The first pixel that was looked at, and how many of them are ranked.</summary>
    public nint First { get; private set; }

    /// <inheritdoc cref="First"/>
    public int Count { get; private set; }

    /// <summary>The digit, the element, and the distance from <see cref="First"/> of each that is ranked.</summary>
    public readonly int* Digits = scratch.Run;

    /// <inheritdoc cref="Digits"/>
    public readonly uint* Elements = (uint*)scratch.Run + Capacity;

    /// <inheritdoc cref="Digits"/>
    public readonly int* Pixels = scratch.Run + 2 * Capacity;

    /// <summary>The weights of the image's pixels, or null.</summary>
    public readonly float* Weights => reader.Weights;

    /// <summary>Looks at the next pixels; false when there are none.</summary>
    public bool Next()
    {
        if (position >= end) return false;
        First = position;
        int length = (int)Math.Min(Capacity, end - position), count = 0;
        Vector512<int> least = Vector512.Create(threshold), top = Vector512.Create(greatest);
        for (int i = 0; i < length; i += Lanes.Count)
        {
            Vector512<int> bits = reader.Read(First + i, Math.Min(Lanes.Count, length - i), out Vector512<int> foreground).AsInt32();
            Vector512<int> ranked = Vector512.GreaterThanOrEqual(bits, least);
            if (ranked == Vector512<int>.Zero) continue;
            Vector512<int> below = top - bits;
            Pack(below >>> shift, ranked, Digits + count);
            Pack((below << 1) - foreground, ranked, (int*)Elements + count);
            Pack(Vector512.Create(i) + Vector512<int>.Indices, ranked, Pixels + count);
            count += BitOperations.PopCount(ranked.ExtractMostSignificantBits());
        }

        position += length;
        Count = count;
        return true;
    }

    /// <summary>Stores the numbers whose mask is set one after the other; what lies behind them is lost.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Pack(Vector512<int> values, Vector512<int> mask, int* destination)
    {
        if (Avx512F.IsSupported)
        {
            Avx512F.Compress(Vector512<int>.Zero, mask, values).Store(destination);
            return;
        }

        int* all = stackalloc int[Lanes.Count];
        values.Store(all);
        for (ulong bits = mask.ExtractMostSignificantBits(); bits != 0; bits &= bits - 1) *destination++ = all[BitOperations.TrailingZeroCount(bits)];
    }
}
