using System.Runtime.CompilerServices;
using SegLab.Numerics;

namespace SegLab.Losses.Kernels;

/// <summary>What a region loss sees of a class: sums over the pixels, or one pixel's share of them.</summary>
/// <param name="intersection">Where prediction and target meet, sum of p y.</param>
/// <param name="predicted">The prediction's size, sum of p.</param>
/// <param name="target">The target's size, sum of y.</param>
/// <param name="pixels">The number of pixels.</param>
readonly struct Overlap<T>(T intersection, T predicted, T target, T pixels)
    where T : struct, IReal<T>
{
    /// <summary>One pixel's share.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Overlap(T intersection, T predicted, T target)
        : this(intersection, predicted, target, T.Constant(1))
    {
    }

    public readonly T Intersection = intersection;
    public readonly T Predicted = predicted;
    public readonly T Target = target;
    public readonly T Pixels = pixels;

    public T FalsePositives
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Predicted - Intersection;
    }

    public T FalseNegatives
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Target - Intersection;
    }

    public T TrueNegatives
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Pixels - Predicted - Target + Intersection;
    }
}

/// <summary>A region loss of one class: a function of its sums.</summary>
interface IRegionFormula
{
    T Invoke<T>(Overlap<T> sums)
        where T : struct, IReal<T>;
}

/// <summary>What one pixel adds to the sums, given its probability and its target.</summary>
interface IOverlapMeasure
{
    static abstract Overlap<T> Invoke<T>(T p, T y)
        where T : struct, IReal<T>;
}
