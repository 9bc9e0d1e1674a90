using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SegLab.Losses.Kernels;
using SegLab.Numerics;

namespace SegLab.Losses.Ranked;

/// <summary>Reads the errors of one class in one image, sixteen pixels at a time.</summary>
readonly unsafe struct ErrorReader(in PlaneCall call, int image, int channel, LovaszErrors kind)
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    readonly float* predictions = call.Predictions + ((nint)image * call.Channels + channel) * call.Pixels;
    readonly int* labels = call.Labels + image * call.Pixels;
    readonly float* soft = call.Soft == null ? null : call.Soft + ((nint)image * call.Channels + channel) * call.Pixels;
    readonly int label = call.LabelOf(channel);

    /// <summary>The weights of the pixels, or null for all 1.</summary>
    public readonly float* Weights = call.Weights == null ? null : call.Weights + image * call.Pixels;

    /// <summary>The errors of pixels from <paramref name="first"/> on; 0 for those that do not count and beyond <paramref name="count"/>.</summary>
    /// <param name="first">The first pixel.</param>
    /// <param name="count">How many pixels to read, at most a vector's.</param>
    /// <param name="foreground">All bits set where the pixel counts and belongs to the class.</param>
    [MethodImpl(Inline)]
    public Vector512<float> Read(nint first, int count, out Vector512<int> foreground)
    {
        Vector512<int> truth = Load((float*)labels + first, count).AsInt32();
        Vector512<int> valid = ~Vector512.Equals(truth, Vector512.Create(Tile.NoLabel));
        if (count < Lanes.Count) valid &= Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count));
        if (Weights != null) valid &= ~Vector512.Equals(Load(Weights + first, count), Vector512<float>.Zero).AsInt32();
        Vector512<int> present = soft != null
            ? Vector512.Equals(Load(soft + first, count), Vector512<float>.One).AsInt32()
            : Vector512.Equals(truth, Vector512.Create(label));
        foreground = present & valid;

        Vector512<float> value = Load(predictions + first, count);
        Vector512<float> error = kind == LovaszErrors.Hinge
            ? Vector512.Max(Vector512<float>.One + Vector512.ConditionalSelect(foreground.AsSingle(), -value, value), Vector512<float>.Zero)
            : Vector512.Abs((foreground & Vector512<float>.One.AsInt32()).AsSingle() - value);
        return error & valid.AsSingle();
    }

    /// <summary>The weights of pixels from <paramref name="first"/> on.</summary>
    [MethodImpl(Inline)]
    public Vector512<float> WeightsAt(nint first, int count) => Load(Weights + first, count);

    /// <summary>The weights of those of the pixels that belong to the class, two to a lane.</summary>
    [MethodImpl(Inline)]
    public Vector512<double> ForegroundWeight(nint first, int count, Vector512<int> foreground)
    {
        (Vector512<double> low, Vector512<double> high) = Vector512.Widen(Load(Weights + first, count) & foreground.AsSingle());
        return low + high;
    }

    /// <summary>Whether all pixels that count have a target of 0 or 1.</summary>
    [MethodImpl(Inline)]
    public bool IsOneHot(nint first, int count)
    {
        if (soft == null) return true;
        Vector512<float> y = Load(soft + first, count);
        Vector512<float> known = Vector512.Equals(y, Vector512<float>.One) | Vector512.Equals(y, Vector512<float>.Zero);
        Vector512<int> ignored = Vector512.Equals(Load((float*)labels + first, count).AsInt32(), Vector512.Create(Tile.NoLabel));
        return (known.AsInt32() | ignored) == Vector512<int>.AllBitsSet;
    }

    [MethodImpl(Inline)]
    static Vector512<float> Load(float* source, int count) => count >= Lanes.Count ? Vector512.Load(source) : Padded(source, count);

    [MethodImpl(MethodImplOptions.NoInlining)]
    static Vector512<float> Padded(float* source, int count)
    {
        float* padded = stackalloc float[Lanes.Count];
        for (int i = 0; i < Lanes.Count; i++) padded[i] = i < count ? source[i] : 0;
        return Vector512.Load(padded);
    }
}
