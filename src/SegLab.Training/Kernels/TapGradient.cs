using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Runtime.Intrinsics.Vector512<float>;

namespace SegLab.Training.Kernels;

/// <summary>One row's share in the gradient of the 3 x 3 weights between one plane and sixteen channels.</summary>
static unsafe class TapGradient
{
    /// <param name="count">Pixels of the row.</param>
    /// <param name="plane">The pixel up left of the first; the row has a pixel more at each end.</param>
    /// <param name="rowStride">Floats from one row of the plane to the next.</param>
    /// <param name="gradient"><c>[count][16]</c>, aligned.</param>
    /// <param name="result"><c>[9][16]</c>, aligned, added to.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Add(int count, float* plane, nint rowStride, float* gradient, float* result)
    {
        const int lanes = BlockedMap.Lanes;
        V sum0 = Vector512.LoadAligned(result), sum1 = Vector512.LoadAligned(result + lanes), sum2 = Vector512.LoadAligned(result + 2 * lanes);
        V sum3 = Vector512.LoadAligned(result + 3 * lanes), sum4 = Vector512.LoadAligned(result + 4 * lanes), sum5 = Vector512.LoadAligned(result + 5 * lanes);
        V sum6 = Vector512.LoadAligned(result + 6 * lanes), sum7 = Vector512.LoadAligned(result + 7 * lanes), sum8 = Vector512.LoadAligned(result + 8 * lanes);
        float* above = plane, beside = plane + rowStride, below = plane + 2 * rowStride;
        for (nint x = 0; x < count; x++, gradient += lanes)
        {
            V pixel = Vector512.LoadAligned(gradient);
            sum0 = Vector512.MultiplyAddEstimate(Vector512.Create(above[x]), pixel, sum0);
            sum1 = Vector512.MultiplyAddEstimate(Vector512.Create(above[x + 1]), pixel, sum1);
            sum2 = Vector512.MultiplyAddEstimate(Vector512.Create(above[x + 2]), pixel, sum2);
            sum3 = Vector512.MultiplyAddEstimate(Vector512.Create(beside[x]), pixel, sum3);
            sum4 = Vector512.MultiplyAddEstimate(Vector512.Create(beside[x + 1]), pixel, sum4);
            sum5 = Vector512.MultiplyAddEstimate(Vector512.Create(beside[x + 2]), pixel, sum5);
            sum6 = Vector512.MultiplyAddEstimate(Vector512.Create(below[x]), pixel, sum6);
            sum7 = Vector512.MultiplyAddEstimate(Vector512.Create(below[x + 1]), pixel, sum7);
            sum8 = Vector512.MultiplyAddEstimate(Vector512.Create(below[x + 2]), pixel, sum8);
        }

        sum0.StoreAligned(result);
        sum1.StoreAligned(result + lanes);
        sum2.StoreAligned(result + 2 * lanes);
        sum3.StoreAligned(result + 3 * lanes);
        sum4.StoreAligned(result + 4 * lanes);
        sum5.StoreAligned(result + 5 * lanes);
        sum6.StoreAligned(result + 6 * lanes);
        sum7.StoreAligned(result + 7 * lanes);
        sum8.StoreAligned(result + 8 * lanes);
    }
}
