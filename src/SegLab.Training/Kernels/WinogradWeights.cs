using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Runtime.Intrinsics.Vector512<float>;

namespace SegLab.Training.Kernels;

/// <summary>Carries 3 x 3 weights to the transformed domain and their gradients back, sixteen channels at a time.</summary>
static unsafe class WinogradWeights
{
    const int Lanes = BlockedMap.Lanes;

    /// <summary>Weights of a 3 x 3 kernel.</summary>
    public const int Taps = 9;

    /// <summary>G g G' of <c>[9][16]</c> weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Transform(float* weights, float* to, nint positionStride)
    {
        float* scratch = stackalloc float[3 * 6 * Lanes + Lanes];
        scratch = (float*)(((nuint)scratch + 63) & ~(nuint)63);
        for (int x = 0; x < 3; x++, weights += Lanes)
        {
            WinogradArithmetic.Weights(
                Vector512.LoadAligned(weights), Vector512.LoadAligned(weights + 3 * Lanes), Vector512.LoadAligned(weights + 6 * Lanes),
                scratch + x * 6 * Lanes, Lanes);
        }

        for (int i = 0; i < 6; i++, scratch += Lanes)
        {
            WinogradArithmetic.Weights(
                Vector512.LoadAligned(scratch), Vector512.LoadAligned(scratch + 6 * Lanes), Vector512.LoadAligned(scratch + 12 * Lanes),
                to + i * 6 * positionStride, positionStride);
        }
    }

    /// <summary>G' dU G: the gradient of <c>[9][16]</c> weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Gradient(float* from, nint positionStride, float* gradient)
    {
        float* scratch = stackalloc float[3 * 6 * Lanes + Lanes];
        scratch = (float*)(((nuint)scratch + 63) & ~(nuint)63);
        for (int i = 0; i < 6; i++)
        {
            WinogradArithmetic.WeightGradient(from + i * 6 * positionStride, positionStride, out V g0, out V g1, out V g2);
            g0.StoreAligned(scratch + i * Lanes);
            g1.StoreAligned(scratch + (6 + i) * Lanes);
            g2.StoreAligned(scratch + (12 + i) * Lanes);
        }

        for (int x = 0; x < 3; x++, gradient += Lanes)
        {
            WinogradArithmetic.WeightGradient(scratch + x * 6 * Lanes, Lanes, out V g0, out V g1, out V g2);
            g0.StoreAligned(gradient);
            g1.StoreAligned(gradient + 3 * Lanes);
            g2.StoreAligned(gradient + 6 * Lanes);
        }
    }
}
