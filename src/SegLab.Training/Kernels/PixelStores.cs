using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Runtime.Intrinsics.Vector512<float>;

namespace SegLab.Training.Kernels;

/// <summary>Writes a pixel's sixteen channels, and may gather sums of them on the way, while they are in registers.</summary>
interface IPixelStore
{
    /// <param name="offset">From the start of the block's first plane, in floats.</param>
    /// <param name="value">The sixteen channels.</param>
    void Store(nint offset, V value);

    /// <summary>Asks the cache for a pixel that will soon be stored; it need not exist.</summary>
    /// <param name="offset">As in <see cref="Store"/>.</param>
    void Prefetch(nint offset);

    /// <summary>Writes the sums.</summary>
    void Finish();
}

/// <summary>Writes and nothing else.</summary>
readonly unsafe struct PlainStore(float* values) : IPixelStore
{
    readonly float* values = values;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(nint offset, V value) => value.StoreAligned(values + offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(nint offset) => Cache.Prefetch(values + offset);

    public void Finish()
    {
    }
}

/// <summary>Writes, and sums the values and their squares, both taken from <c>origin</c> lest large means drown small variances.</summary>
unsafe struct StatisticsStore(float* values, float* origin, float* partial) : IPixelStore
{
    readonly float* values = values;
    readonly float* partial = partial;
    readonly V origin = Vector512.LoadAligned(origin);
    V sum = V.Zero;
    V squares = V.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(nint offset, V value)
    {
        value.StoreAligned(values + offset);
        V deviation = value - origin;
        sum += deviation;
        squares = Vector512.MultiplyAddEstimate(deviation, deviation, squares);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Prefetch(nint offset) => Cache.Prefetch(values + offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Finish()
    {
        sum.StoreAligned(partial);
        squares.StoreAligned(partial + BlockedMap.Lanes);
    }
}

/// <summary>
/// Takes the gradient behind a ReLU to before it, writes that, and sums what the batch normalisation's backward step needs: the
/// gradient, and the gradient times the normalised value.
/// </summary>
unsafe struct RectifiedStore(float* gradient, float* values, NormalizationBlock block, float* partial) : IPixelStore
{
    readonly float* gradient = gradient;
    readonly float* values = values;
    readonly float* partial = partial;
    readonly V scale = Vector512.LoadAligned(block.Scale);
    readonly V shift = Vector512.LoadAligned(block.Shift);
    readonly V mean = Vector512.LoadAligned(block.Mean);
    V sum = V.Zero;
    V products = V.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(nint offset, V value)
    {
        V raw = Vector512.LoadAligned(values + offset);
        V passes = Vector512.GreaterThan(Vector512.MultiplyAddEstimate(raw, scale, shift), V.Zero);
        value = Vector512.ConditionalSelect(passes, value, V.Zero);
        value.StoreAligned(gradient + offset);
        sum += value;
        products = Vector512.MultiplyAddEstimate(value, raw - mean, products);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Prefetch(nint offset)
    {
        Cache.Prefetch(gradient + offset);
        Cache.Prefetch(values + offset);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Finish()
    {
        sum.StoreAligned(partial);
        products.StoreAligned(partial + BlockedMap.Lanes);
    }
}
