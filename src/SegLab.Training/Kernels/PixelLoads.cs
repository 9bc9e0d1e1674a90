using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Runtime.Intrinsics.Vector512<float>;

namespace SegLab.Training.Kernels;

/// <summary>Reads a pixel's sixteen channels: what stands in memory, or what follows from it.</summary>
/// <remarks>Normalisation and its backward step are done while reading, since a pass of their own costs more than the arithmetic.</remarks>
interface IPixelLoad
{
    /// <param name="offset">From the start of the block's first plane, in floats.</param>
    V Load(nint offset);

    /// <summary>Asks the cache for a pixel that will soon be loaded; it need not exist.</summary>
    /// <param name="offset">As in <see cref="Load"/>.</param>
    void Prefetch(nint offset);
}

/// <summary>The values as they stand.</summary>
readonly unsafe struct PlainLoad(float* values) : IPixelLoad
{
    readonly float* values = values;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Load(nint offset) => Vector512.LoadAligned(values + offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(nint offset) => Cache.Prefetch(values + offset);
}

/// <summary>max(0, scale * value + shift): batch normalisation and ReLU. In this order of arguments a NaN stays one.</summary>
readonly unsafe struct NormalizedLoad(float* values, float* scale, float* shift) : IPixelLoad
{
    readonly float* values = values;
    readonly V scale = Vector512.LoadAligned(scale);
    readonly V shift = Vector512.LoadAligned(shift);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Load(nint offset) =>
        Vector512.MaxNative(V.Zero, Vector512.MultiplyAddEstimate(Vector512.LoadAligned(values + offset), scale, shift));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(nint offset) => Cache.Prefetch(values + offset);
}

/// <summary>a * gradient + b * value + c: the gradient below a batch normalisation, from the one above it and the values it normalised.</summary>
readonly unsafe struct GradientLoad(float* gradient, float* values, float* a, float* b, float* c) : IPixelLoad
{
    readonly float* gradient = gradient;
    readonly float* values = values;
    readonly V a = Vector512.LoadAligned(a);
    readonly V b = Vector512.LoadAligned(b);
    readonly V c = Vector512.LoadAligned(c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Load(nint offset) => Vector512.MultiplyAddEstimate(
        Vector512.LoadAligned(gradient + offset), a, Vector512.MultiplyAddEstimate(Vector512.LoadAligned(values + offset), b, c));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(nint offset)
    {
        Cache.Prefetch(gradient + offset);
        Cache.Prefetch(values + offset);
    }
}
