using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Runtime.Intrinsics.Vector512<float>;

namespace SegLab.Training.Kernels;

/// <summary>
/// The one-dimensional transforms of Winograd's minimal filtering F(4, 3) with the points 0, 1, -1, 2, -2 and infinity
/// (Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", 2016): y = A'((G g) * (B' d)). Applied to rows and then to columns
/// they turn the 3 x 3 convolution of a 4 x 4 tile into 36 products instead of 144.
/// </summary>
static unsafe class WinogradArithmetic
{
    /// <summary>Values of a transformed tile.</summary>
    public const int Positions = 36;

    /// <summary>B': six inputs to six.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input(V d0, V d1, V d2, V d3, V d4, V d5, float* to, nint stride)
    {
        V four = Vector512.Create(4f), five = Vector512.Create(5f), two = Vector512.Create(2f);
        V even = Vector512.MultiplyAddEstimate(-four, d2, d4);
        V odd = Vector512.MultiplyAddEstimate(-four, d1, d3);
        V near = d4 - d2;
        V far = d3 - d1;
        Vector512.MultiplyAddEstimate(-five, d2, Vector512.MultiplyAddEstimate(four, d0, d4)).StoreAligned(to);
        (even + odd).StoreAligned(to + stride);
        (even - odd).StoreAligned(to + 2 * stride);
        Vector512.MultiplyAddEstimate(two, far, near).StoreAligned(to + 3 * stride);
        Vector512.MultiplyAddEstimate(-two, far, near).StoreAligned(to + 4 * stride);
        Vector512.MultiplyAddEstimate(-five, d3, Vector512.MultiplyAddEstimate(four, d1, d5)).StoreAligned(to + 5 * stride);
    }

    /// <summary>A': six products to four outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output(float* from, nint stride, out V y0, out V y1, out V y2, out V y3)
    {
        V m0 = Vector512.LoadAligned(from);
        V m1 = Vector512.LoadAligned(from + stride);
        V m2 = Vector512.LoadAligned(from + 2 * stride);
        V m3 = Vector512.LoadAligned(from + 3 * stride);
        V m4 = Vector512.LoadAligned(from + 4 * stride);
        V m5 = Vector512.LoadAligned(from + 5 * stride);
        V two = Vector512.Create(2f), four = Vector512.Create(4f), eight = Vector512.Create(8f);
        V ones = m1 + m2, onesOdd = m1 - m2;
        V twos = m3 + m4, twosOdd = m3 - m4;
        y0 = m0 + ones + twos;
        y1 = Vector512.MultiplyAddEstimate(two, twosOdd, onesOdd);
        y2 = Vector512.MultiplyAddEstimate(four, twos, ones);
        y3 = Vector512.MultiplyAddEstimate(eight, twosOdd, onesOdd) + m5;
    }

    /// <summary>A: four gradients of outputs to six of products.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void OutputGradient(V y0, V y1, V y2, V y3, float* to, nint stride)
    {
        V two = Vector512.Create(2f), four = Vector512.Create(4f);
        V even = y0 + y2;
        V odd = y1 + y3;
        V evenTwo = Vector512.MultiplyAddEstimate(four, y2, y0);
        V oddTwo = Vector512.MultiplyAddEstimate(four, y3, y1);
        y0.StoreAligned(to);
        (even + odd).StoreAligned(to + stride);
        (even - odd).StoreAligned(to + 2 * stride);
        Vector512.MultiplyAddEstimate(two, oddTwo, evenTwo).StoreAligned(to + 3 * stride);
        Vector512.MultiplyAddEstimate(-two, oddTwo, evenTwo).StoreAligned(to + 4 * stride);
        y3.StoreAligned(to + 5 * stride);
    }

    /// <summary>G: three weights to six.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Weights(V g0, V g1, V g2, float* to, nint stride)
    {
        V sixth = Vector512.Create(-1f / 6), outer = Vector512.Create(1f / 24), middle = Vector512.Create(1f / 12);
        V ends = (g0 + g2) * sixth;
        V wide = Vector512.MultiplyAddEstimate(-sixth, g2, outer * g0);
        (g0 * 0.25f).StoreAligned(to);
        Vector512.MultiplyAddEstimate(sixth, g1, ends).StoreAligned(to + stride);
        Vector512.MultiplyAddEstimate(-sixth, g1, ends).StoreAligned(to + 2 * stride);
        Vector512.MultiplyAddEstimate(middle, g1, wide).StoreAligned(to + 3 * stride);
        Vector512.MultiplyAddEstimate(-middle, g1, wide).StoreAligned(to + 4 * stride);
        g2.StoreAligned(to + 5 * stride);
    }

    /// <summary>G': six gradients of transformed weights to three of weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WeightGradient(float* from, nint stride, out V g0, out V g1, out V g2)
    {
        V u0 = Vector512.LoadAligned(from);
        V u1 = Vector512.LoadAligned(from + stride);
        V u2 = Vector512.LoadAligned(from + 2 * stride);
        V u3 = Vector512.LoadAligned(from + 3 * stride);
        V u4 = Vector512.LoadAligned(from + 4 * stride);
        V u5 = Vector512.LoadAligned(from + 5 * stride);
        V sixth = Vector512.Create(1f / 6), outer = Vector512.Create(1f / 24), middle = Vector512.Create(1f / 12);
        V ones = u1 + u2, twos = u3 + u4;
        g0 = Vector512.MultiplyAddEstimate(outer, twos, Vector512.MultiplyAddEstimate(-sixth, ones, u0 * 0.25f));
        g1 = Vector512.MultiplyAddEstimate(middle, u3 - u4, sixth * (u2 - u1));
        g2 = Vector512.MultiplyAddEstimate(sixth, twos - ones, u5);
    }
}
