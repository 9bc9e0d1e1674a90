using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Runtime.Intrinsics.Vector512<float>;

namespace SegLab.Training.Kernels;

/// <summary>
/// The one-dimensional transforms of Winograd's minimal filtering F(4, 3): y = A'((G g) * (B' d)) (Lavin and Gray, "Fast Algorithms for
/// Convolutional Neural Networks", 2016). Applied to rows and then to columns they turn the 3 x 3 convolution of a 4 x 4 tile into 36
/// products instead of 144.
/// </summary>
/// <remarks>
/// The points are 0, 2/3, -2/3, 3/2, -3/2 and infinity: less than half the rounding error of the usual 0, 1, -1, 2, -2 and infinity, as
/// the powers stay near one. With s = a^2 + b^2, a = 2/3, b = 3/2, a b = 1, and the columns of A' divided by a and b:
/// <code>
///      1  0  -s  0  1  0          1        0      0              1  b  b  a  a  0
///      0 -b -bb  a  1  0          p       pa    paa              0  1 -1  1 -1  0
/// B' = 0  b -bb -a  1  0      G = p      -pa    paa         A' = 0  a  a  b  b  0
///      0 -a -aa  b  1  0          q       qb    qbb              0 aa -aa bb -bb 1
///      0  a -aa -b  1  0          q      -qb    qbb
///      0  1   0 -s  0  1          0        0      1              p = 1 / 2a(aa - bb), q = 1 / 2b(bb - aa)
/// </code>
/// </remarks>
static unsafe class WinogradArithmetic
{
    /// <summary>Values of a transformed tile.</summary>
    public const int Positions = 36;

    const float A = 2f / 3, B = 3f / 2, AA = 4f / 9, BB = 9f / 4, S = 97f / 36, P = -27f / 65, Q = 12f / 65;

    /// <summary>B': six inputs to six.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input(V d0, V d1, V d2, V d3, V d4, V d5, float* to, nint stride)
    {
        V evenA = MultiplyAdd(-BB, d2, d4), oddA = MultiplyAdd(-BB, d1, d3);
        V evenB = MultiplyAdd(-AA, d2, d4), oddB = MultiplyAdd(-AA, d1, d3);
        MultiplyAdd(-S, d2, d0 + d4).StoreAligned(to);
        MultiplyAdd(A, oddA, evenA).StoreAligned(to + stride);
        MultiplyAdd(-A, oddA, evenA).StoreAligned(to + 2 * stride);
        MultiplyAdd(B, oddB, evenB).StoreAligned(to + 3 * stride);
        MultiplyAdd(-B, oddB, evenB).StoreAligned(to + 4 * stride);
        MultiplyAdd(-S, d3, d1 + d5).StoreAligned(to + 5 * stride);
    }

    /// <summary>A': six products to four outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output(float* from, nint stride, out V y0, out V y1, out V y2, out V y3)
    {
        V m1 = Vector512.LoadAligned(from + stride), m2 = Vector512.LoadAligned(from + 2 * stride);
        V m3 = Vector512.LoadAligned(from + 3 * stride), m4 = Vector512.LoadAligned(from + 4 * stride);
        V evenA = m1 + m2, oddA = m1 - m2;
        V evenB = m3 + m4, oddB = m3 - m4;
        y0 = MultiplyAdd(B, evenA, MultiplyAdd(A, evenB, Vector512.LoadAligned(from)));
        y1 = oddA + oddB;
        y2 = MultiplyAdd(A, evenA, B * evenB);
        y3 = MultiplyAdd(AA, oddA, MultiplyAdd(BB, oddB, Vector512.LoadAligned(from + 5 * stride)));
    }

    /// <summary>A: four gradients of outputs to six of products.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void OutputGradient(V y0, V y1, V y2, V y3, float* to, nint stride)
    {
        V evenA = MultiplyAdd(A, y2, B * y0), oddA = MultiplyAdd(AA, y3, y1);
        V evenB = MultiplyAdd(B, y2, A * y0), oddB = MultiplyAdd(BB, y3, y1);
        y0.StoreAligned(to);
        (evenA + oddA).StoreAligned(to + stride);
        (evenA - oddA).StoreAligned(to + 2 * stride);
        (evenB + oddB).StoreAligned(to + 3 * stride);
        (evenB - oddB).StoreAligned(to + 4 * stride);
        y3.StoreAligned(to + 5 * stride);
    }

    /// <summary>G: three weights to six.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Weights(V g0, V g1, V g2, float* to, nint stride)
    {
        V evenA = MultiplyAdd(P * AA, g2, P * g0), evenB = MultiplyAdd(Q * BB, g2, Q * g0);
        g0.StoreAligned(to);
        MultiplyAdd(P * A, g1, evenA).StoreAligned(to + stride);
        MultiplyAdd(-P * A, g1, evenA).StoreAligned(to + 2 * stride);
        MultiplyAdd(Q * B, g1, evenB).StoreAligned(to + 3 * stride);
        MultiplyAdd(-Q * B, g1, evenB).StoreAligned(to + 4 * stride);
        g2.StoreAligned(to + 5 * stride);
    }

    /// <summary>G': six gradients of transformed weights to three of weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WeightGradient(float* from, nint stride, out V g0, out V g1, out V g2)
    {
        V u1 = Vector512.LoadAligned(from + stride), u2 = Vector512.LoadAligned(from + 2 * stride);
        V u3 = Vector512.LoadAligned(from + 3 * stride), u4 = Vector512.LoadAligned(from + 4 * stride);
        V evenA = u1 + u2, evenB = u3 + u4;
        g0 = MultiplyAdd(P, evenA, MultiplyAdd(Q, evenB, Vector512.LoadAligned(from)));
        g1 = MultiplyAdd(P * A, u1 - u2, Q * B * (u3 - u4));
        g2 = MultiplyAdd(P * AA, evenA, MultiplyAdd(Q * BB, evenB, Vector512.LoadAligned(from + 5 * stride)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V MultiplyAdd(float factor, V value, V addend) => Vector512.MultiplyAddEstimate(Vector512.Create(factor), value, addend);
}
