using System.Runtime.CompilerServices;
using SegLab.Numerics;

namespace SegLab.Losses.Kernels;

/// <summary>What a region loss sees of a class: three sums over the pixels, or one pixel's share of them.</summary>
/// <param name="intersection">Where prediction and target meet, sum of p y.</param>
/// <param name="predicted">The prediction's size, sum of p.</param>
/// <param name="target">The target's size, sum of y.</param>
readonly struct Overlap<T>(T intersection, T predicted, T target)
    where T : struct, IReal<T>
{
    public readonly T Intersection = intersection;
    public readonly T Predicted = predicted;
    public readonly T Target = target;

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
}

/// <summary>A region loss of one class: a function of its three sums.</summary>
interface IRegionFormula
{
    T Invoke<T>(Overlap<T> sums)
        where T : struct, IReal<T>;
}

/// <summary>What one pixel adds to the three sums, given its probability and its target.</summary>
interface IOverlapMeasure
{
    static abstract Overlap<T> Invoke<T>(T p, T y)
        where T : struct, IReal<T>;
}
