using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Runtime.Intrinsics.Vector512<float>;

namespace SegLab.Training.Kernels;

/// <summary>Rows of bilinear interpolation, sixteen channels at a time, and what takes their gradients back.</summary>
static unsafe class BilinearKernel
{
    const int Lanes = BlockedMap.Lanes;

    /// <summary>The mean of two rows, weighted by 1 - fraction and fraction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Mix(NormalizedLoad load, nint lower, nint upper, float fraction, int width, float* to)
    {
        V weight = Vector512.Create(fraction);
        nint a = lower * Lanes, b = upper * Lanes;
        for (int x = 0; x < width; x++, a += Lanes, b += Lanes, to += Lanes)
        {
            V from = load.Load(a);
            Vector512.MultiplyAddEstimate(load.Load(b) - from, weight, from).StoreAligned(to);
        }
    }

    /// <summary>A row interpolated between its pixels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Stretch(float* row, int[] lower, int[] upper, float[] fraction, float* to)
    {
        for (int x = 0; x < lower.Length; x++, to += Lanes)
        {
            V from = Vector512.LoadAligned(row + (nint)lower[x] * Lanes);
            V next = Vector512.LoadAligned(row + (nint)upper[x] * Lanes);
            Vector512.MultiplyAddEstimate(next - from, Vector512.Create(fraction[x]), from).StoreAligned(to);
        }
    }

    /// <summary>The weighted sum of some rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Gather(float* map, ReadOnlySpan<int> rows, ReadOnlySpan<float> weights, int width, float* to)
    {
        nint stride = (nint)width * Lanes;
        for (nint x = 0; x < stride; x += Lanes)
        {
            V sum = V.Zero;
            for (int i = 0; i < rows.Length; i++)
            {
                sum = Vector512.MultiplyAddEstimate(Vector512.LoadAligned(map + rows[i] * stride + x), Vector512.Create(weights[i]), sum);
            }

            sum.StoreAligned(to + x);
        }
    }

    /// <summary>The weighted sums of the pixels that each pixel of a shorter row went into.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Shrink(float* row, int[] firstReader, int[] readers, float[] weights, float* to)
    {
        for (int x = 0; x + 1 < firstReader.Length; x++, to += Lanes)
        {
            V sum = V.Zero;
            for (int i = firstReader[x]; i < firstReader[x + 1]; i++)
            {
                sum = Vector512.MultiplyAddEstimate(Vector512.LoadAligned(row + (nint)readers[i] * Lanes), Vector512.Create(weights[i]), sum);
            }

            sum.StoreAligned(to);
        }
    }
}
