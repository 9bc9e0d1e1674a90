using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Runtime.Intrinsics.Vector512<float>;

namespace SegLab.Training.Kernels;

/// <summary>How far apart the rows of a product's left matrix stand, known at compile time so that it goes into the instructions.</summary>
interface IRowStride
{
    static abstract int Floats { get; }
}

/// <summary>Rows of sixteen floats: pixels or tiles of a block of channels.</summary>
readonly struct BlockStride : IRowStride
{
    public static int Floats => BlockedMap.Lanes;
}

/// <summary>Rows one float apart: neighbouring pixels of a plane.</summary>
readonly struct PixelStride : IRowStride
{
    public static int Floats => 1;
}

/// <summary>
/// The matrix product <c>result[row, 0..15] = sum over k of left[row, k] * right[k, 0..15]</c>, sums held in registers. k runs over segments
/// of <c>depth</c> neighbouring floats, a segment stride apart.
/// </summary>
static unsafe class MatrixProduct
{
    /// <summary>How many rows beyond the last may be read and written.</summary>
    public const int Overrun = 5;

    /// <param name="rows">Rows wanted; up to <see cref="Overrun"/> more are computed.</param>
    /// <param name="left">The first row's first value; rows stand a <typeparamref name="TStride"/> apart.</param>
    /// <param name="segments">How many stretches of k there are.</param>
    /// <param name="segmentStride">Floats from one stretch to the next.</param>
    /// <param name="depth">Values of k in a stretch.</param>
    /// <param name="right"><c>[k][16]</c>, aligned.</param>
    /// <param name="result"><c>[rows][16]</c>, aligned.</param>
    public static void Multiply<TStride>(int rows, float* left, int segments, nint segmentStride, int depth, float* right, float* result)
        where TStride : IRowStride
    {
        int row = 0;

        // Sixteen sums of sixteen lanes suit 32 wide registers; where the runtime splits vectors, twelve of sixteen narrower ones.
        if (Vector512.IsHardwareAccelerated)
        {
            for (; row + 16 <= rows; row += 16)
            {
                Rows16<TStride>(left + row * TStride.Floats, segments, segmentStride, depth, right, result + row * BlockedMap.Lanes);
            }
        }

        for (; row < rows; row += 6)
        {
            Rows6<TStride>(left + row * TStride.Floats, segments, segmentStride, depth, right, result + row * BlockedMap.Lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    static void Rows16<TStride>(float* left, int segments, nint segmentStride, int depth, float* right, float* result)
        where TStride : IRowStride
    {
        V sum0 = V.Zero;
        V sum1 = V.Zero;
        V sum2 = V.Zero;
        V sum3 = V.Zero;
        V sum4 = V.Zero;
        V sum5 = V.Zero;
        V sum6 = V.Zero;
        V sum7 = V.Zero;
        V sum8 = V.Zero;
        V sum9 = V.Zero;
        V sum10 = V.Zero;
        V sum11 = V.Zero;
        V sum12 = V.Zero;
        V sum13 = V.Zero;
        V sum14 = V.Zero;
        V sum15 = V.Zero;
        for (int s = 0; s < segments; s++, left += segmentStride)
        {
            float* end = left + depth;
            for (float* column = left; column < end; column++, right += BlockedMap.Lanes)
            {
                V weights = Vector512.LoadAligned(right);
                sum0 = Vector512.MultiplyAddEstimate(Vector512.Create(*(column)), weights, sum0);
                sum1 = Vector512.MultiplyAddEstimate(Vector512.Create(*(column + TStride.Floats)), weights, sum1);
                sum2 = Vector512.MultiplyAddEstimate(Vector512.Create(*(column + 2 * TStride.Floats)), weights, sum2);
                sum3 = Vector512.MultiplyAddEstimate(Vector512.Create(*(column + 3 * TStride.Floats)), weights, sum3);
                sum4 = Vector512.MultiplyAddEstimate(Vector512.Create(*(column + 4 * TStride.Floats)), weights, sum4);
                sum5 = Vector512.MultiplyAddEstimate(Vector512.Create(*(column + 5 * TStride.Floats)), weights, sum5);
                sum6 = Vector512.MultiplyAddEstimate(Vector512.Create(*(column + 6 * TStride.Floats)), weights, sum6);
                sum7 = Vector512.MultiplyAddEstimate(Vector512.Create(*(column + 7 * TStride.Floats)), weights, sum7);
                sum8 = Vector512.MultiplyAddEstimate(Vector512.Create(*(column + 8 * TStride.Floats)), weights, sum8);
                sum9 = Vector512.MultiplyAddEstimate(Vector512.Create(*(column + 9 * TStride.Floats)), weights, sum9);
                sum10 = Vector512.MultiplyAddEstimate(Vector512.Create(*(column + 10 * TStride.Floats)), weights, sum10);
                sum11 = Vector512.MultiplyAddEstimate(Vector512.Create(*(column + 11 * TStride.Floats)), weights, sum11);
                sum12 = Vector512.MultiplyAddEstimate(Vector512.Create(*(column + 12 * TStride.Floats)), weights, sum12);
                sum13 = Vector512.MultiplyAddEstimate(Vector512.Create(*(column + 13 * TStride.Floats)), weights, sum13);
                sum14 = Vector512.MultiplyAddEstimate(Vector512.Create(*(column + 14 * TStride.Floats)), weights, sum14);
                sum15 = Vector512.MultiplyAddEstimate(Vector512.Create(*(column + 15 * TStride.Floats)), weights, sum15);
            }
        }

        sum0.StoreAligned(result);
        sum1.StoreAligned(result + 16);
        sum2.StoreAligned(result + 32);
        sum3.StoreAligned(result + 48);
        sum4.StoreAligned(result + 64);
        sum5.StoreAligned(result + 80);
        sum6.StoreAligned(result + 96);
        sum7.StoreAligned(result + 112);
        sum8.StoreAligned(result + 128);
        sum9.StoreAligned(result + 144);
        sum10.StoreAligned(result + 160);
        sum11.StoreAligned(result + 176);
        sum12.StoreAligned(result + 192);
        sum13.StoreAligned(result + 208);
        sum14.StoreAligned(result + 224);
        sum15.StoreAligned(result + 240);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    static void Rows6<TStride>(float* left, int segments, nint segmentStride, int depth, float* right, float* result)
        where TStride : IRowStride
    {
        V sum0 = V.Zero;
        V sum1 = V.Zero;
        V sum2 = V.Zero;
        V sum3 = V.Zero;
        V sum4 = V.Zero;
        V sum5 = V.Zero;
        for (int s = 0; s < segments; s++, left += segmentStride)
        {
            float* end = left + depth;
            for (float* column = left; column < end; column++, right += BlockedMap.Lanes)
            {
                V weights = Vector512.LoadAligned(right);
                sum0 = Vector512.MultiplyAddEstimate(Vector512.Create(*(column)), weights, sum0);
                sum1 = Vector512.MultiplyAddEstimate(Vector512.Create(*(column + TStride.Floats)), weights, sum1);
                sum2 = Vector512.MultiplyAddEstimate(Vector512.Create(*(column + 2 * TStride.Floats)), weights, sum2);
                sum3 = Vector512.MultiplyAddEstimate(Vector512.Create(*(column + 3 * TStride.Floats)), weights, sum3);
                sum4 = Vector512.MultiplyAddEstimate(Vector512.Create(*(column + 4 * TStride.Floats)), weights, sum4);
                sum5 = Vector512.MultiplyAddEstimate(Vector512.Create(*(column + 5 * TStride.Floats)), weights, sum5);
            }
        }

        sum0.StoreAligned(result);
        sum1.StoreAligned(result + 16);
        sum2.StoreAligned(result + 32);
        sum3.StoreAligned(result + 48);
        sum4.StoreAligned(result + 64);
        sum5.StoreAligned(result + 80);
    }
}
