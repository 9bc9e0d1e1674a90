using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SegLab.Distance;

namespace SegLab.Losses.Weights;

/// <summary>Rows of <see cref="NearestTwo"/>, whole vectors long, between margins in which there is no instance.</summary>
sealed unsafe class NearestTwoPlanes
{
    readonly LineMemory<int> memory;
    readonly nint length;

    /// <param name="rows">How many rows there are.</param>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="margin">How far beyond a row's ends is read.</param>
    public NearestTwoPlanes(int rows, int width, int margin)
    {
        static int Whole(int count) => (count + Vector512<int>.Count - 1) / Vector512<int>.Count * Vector512<int>.Count;

        (Margin, Blocks) = (Whole(margin), Whole(width) / Vector512<int>.Count);
        Pitch = 2 * Margin + Whole(width);
        length = (nint)rows * Pitch;
        memory = new(4 * length);
        new Span<int>(memory.Pointer, checked((int)length)).Fill(NearestTwo.Infinity);
        new Span<int>(memory.Pointer + 2 * length, checked((int)length)).Fill(NearestTwo.Infinity);
    }

    public int Margin { get; }

    /// <summary>Vectors of a row without its margins.</summary>
    public int Blocks { get; }

    /// <summary>From one row to the next.</summary>
    public int Pitch { get; }

    /// <summary>The index of a pixel.</summary>
    public nint Index(int row, int x) => (nint)row * Pitch + Margin + x;

    /// <summary>The nearest instance of each pixel, at first the one that it belongs to.</summary>
    public int* FirstInstance => memory.Pointer + length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public NearestTwo Load(nint index) => new()
    {
        First = Vector512.Load(memory.Pointer + index),
        FirstInstance = Vector512.Load(memory.Pointer + length + index),
        Second = Vector512.Load(memory.Pointer + 2 * length + index),
        SecondInstance = Vector512.Load(memory.Pointer + 3 * length + index),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(nint index, in NearestTwo nearest)
    {
        nearest.First.Store(memory.Pointer + index);
        nearest.FirstInstance.Store(memory.Pointer + length + index);
        nearest.Second.Store(memory.Pointer + 2 * length + index);
        nearest.SecondInstance.Store(memory.Pointer + 3 * length + index);
    }

    /// <summary>
    /// The nearest two of sixteen pixels when those of the pixels before and behind them on a line count too: squares of distances across
    /// the line in, squares with the distance along the line out.
    /// </summary>
    /// <param name="index">The first of the pixels.</param>
    /// <param name="stride">From one pixel of the line to the next.</param>
    /// <param name="before">How many pixels before them are looked at.</param>
    /// <param name="behind">How many behind them.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public NearestTwo Along(nint index, nint stride, int before, int behind)
    {
        // First the nearest alone: then it is known which one a second must not be, and no step waits for the one before it.
        NearestTwo own = Load(index), nearest = own;
        int farthest = Math.Max(before, behind);
        for (int step = 1; step <= farthest; step++)
        {
            Vector512<int> square = Vector512.Create(step * step);
            if (Vector512.LessThanOrEqualAll(nearest.First, square)) break;
            if (step <= before) TakeFirst(ref nearest, Load(index - step * stride), square);
            if (step <= behind) TakeFirst(ref nearest, Load(index + step * stride), square);
        }

        nearest.Second = Vector512.Create(NearestTwo.Infinity);
        TakeSecond(ref nearest, own, Vector512<int>.Zero);
        for (int step = 1; step <= farthest; step++)
        {
            Vector512<int> square = Vector512.Create(step * step);
            if (Vector512.LessThanOrEqualAll(nearest.Second, square)) break;
            if (step <= before) TakeSecond(ref nearest, Load(index - step * stride), square);
            if (step <= behind) TakeSecond(ref nearest, Load(index + step * stride), square);
        }

        return nearest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void TakeFirst(ref NearestTwo nearest, in NearestTwo other, Vector512<int> square)
    {
        Vector512<int> distance = other.First + square;
        Vector512<int> nearer = Vector512.LessThan(distance, nearest.First);
        nearest.FirstInstance = Vector512.ConditionalSelect(nearer, other.FirstInstance, nearest.FirstInstance);
        nearest.First = Vector512.Min(distance, nearest.First);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void TakeSecond(ref NearestTwo nearest, in NearestTwo other, Vector512<int> square)
    {
        Vector512<int> same = Vector512.Equals(other.FirstInstance, nearest.FirstInstance);
        Vector512<int> distance = Vector512.ConditionalSelect(same, other.Second, other.First) + square;
        Vector512<int> instance = Vector512.ConditionalSelect(same, other.SecondInstance, other.FirstInstance);
        Vector512<int> nearer = Vector512.LessThan(distance, nearest.Second);
        nearest.SecondInstance = Vector512.ConditionalSelect(nearer, instance, nearest.SecondInstance);
        nearest.Second = Vector512.Min(distance, nearest.Second);
    }
}
