using System.Runtime.CompilerServices;
using SegLab.Numerics;

namespace SegLab.Losses.Kernels;

/// <summary>The plain sums (Drozdzal et al. 2016).</summary>
readonly struct LinearOverlap : IOverlapMeasure
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Overlap<T> Invoke<T>(T p, T y)
        where T : struct, IReal<T> => new(p * y, p, y);
}

/// <summary>Squares in the denominator (Milletari, Navab, Ahmadi 2016).</summary>
readonly struct SquaredDenominatorOverlap : IOverlapMeasure
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Overlap<T> Invoke<T>(T p, T y)
        where T : struct, IReal<T> => new(p * y, p * p, y * y);
}

/// <summary>True positives, false positives and false negatives each squared pixel by pixel (nnU-Net's <c>square</c>).</summary>
readonly struct SquaredTermsOverlap : IOverlapMeasure
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Overlap<T> Invoke<T>(T p, T y)
        where T : struct, IReal<T>
    {
        T hit = p * y;
        T alarm = p * (1 - y);
        T miss = (1 - p) * y;
        hit *= hit;
        return new(hit, hit + alarm * alarm, hit + miss * miss);
    }
}

/// <summary>An intersection by differences, (p + y - |p - y|) / 2, which is largest at p = y for soft targets too (Wang et al. 2023).</summary>
readonly struct AbsoluteDifferenceOverlap : IOverlapMeasure
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Overlap<T> Invoke<T>(T p, T y)
        where T : struct, IReal<T> => new(0.5 * (p + y - T.Abs(p - y)), p, y);
}

/// <summary>False positives and false negatives as squared errors, (p - y)^2 split by y (Brosch et al. 2015).</summary>
readonly struct SquaredErrorOverlap : IOverlapMeasure
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Overlap<T> Invoke<T>(T p, T y)
        where T : struct, IReal<T>
    {
        T error = (p - y) * (p - y);
        T hit = y - error * y;
        return new(hit, hit + error * (1 - y), y);
    }
}
