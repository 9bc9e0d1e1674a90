using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using SegLab.Numerics;

namespace SegLab.Losses.Ranked;

/// <summary>Masks of lanes as the bits of a number, and the lanes that a mask names stored one after the other.</summary>
static unsafe class LanePacking
{
    /// <summary>Stores the lanes whose bit is set one after the other; what lies behind them, up to a whole vector, is lost.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Pack(Vector512<int> values, Vector512<int> mask, int* destination)
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

    /// <summary>Moves the first of the numbers to the lanes whose bit is set; the others are 0. Reads a whole vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Unpack(float* packed, uint mask)
    {
        if (Avx512F.IsSupported)
        {
            return Avx512F.Expand(Vector512<float>.Zero, Mask(mask).AsSingle(), Vector512.Load(packed));
        }

        float* all = stackalloc float[Lanes.Count];
        Vector512<float>.Zero.Store(all);
        for (uint bits = mask; bits != 0; bits &= bits - 1) all[BitOperations.TrailingZeroCount(bits)] = *packed++;
        return Vector512.Load(all);
    }

    /// <summary>All bits of the lanes whose bit is set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Mask(uint lanes)
    {
        Vector512<int> bits = Vector512.Create(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768);
        return Vector512.Equals(Vector512.Create((int)lanes) & bits, bits);
    }
}
