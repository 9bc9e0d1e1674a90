using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SegLab.Losses.Kernels;
using SegLab.Numerics;

namespace SegLab.Losses.Ranked;

/// <summary>Reads the errors of one class in one image, sixteen pixels at a time.</summary>
readonly unsafe struct ErrorReader
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    readonly LovaszErrors kind;
    readonly int label;
    readonly int* labels;
    readonly float* predictions, soft;

    public ErrorReader(in PlaneCall call, int image, int channel, LovaszErrors kind)
    {
        nint plane = ((nint)image * call.Channels + channel) * call.Pixels;
        this.kind = kind;
        label = call.LabelOf(channel);
        labels = call.Labels + image * call.Pixels;
        predictions = call.Predictions + plane;
        soft = call.Soft == null ? null : call.Soft + plane;
        Weights = call.Weights == null ? null : call.Weights + image * call.Pixels;
    }

    // Some pixels of another reader, followed by pixels that do not count, under the indices that they had.
    ErrorReader(in ErrorReader whole, nint first, int count, float* room)
    {
        this = whole;
        labels = Padded(labels, first, count, (int*)room, Tile.NoLabel);
        predictions = Padded(predictions, first, count, room + Lanes.Count, 0);
        if (soft != null) soft = Padded(soft, first, count, room + 2 * Lanes.Count, 0);
        if (Weights != null) Weights = Padded(Weights, first, count, room + 3 * Lanes.Count, 0);
    }

    /// <summary>The numbers of room that <see cref="Pad"/> takes.</summary>
    public const int PaddedLength = 4 * Lanes.Count;

    /// <summary>The weights of the pixels, or null for all 1.</summary>
    public readonly float* Weights;

    /// <summary>A reader of the pixels from <paramref name="first"/> on that has a whole vector of them, the rest pixels that do not count.</summary>
    public ErrorReader Pad(nint first, int count, float* room) => new(this, first, count, room);

    /// <summary>The errors of the pixels from <paramref name="first"/> on; 0 for those that do not count.</summary>
    /// <param name="first">The first pixel.</param>
    /// <param name="foreground">All bits set where the pixel counts and belongs to the class.</param>
    [MethodImpl(Inline)]
    public Vector512<float> Read(nint first, out Vector512<int> foreground)
    {
        Vector512<int> truth = Vector512.Load(labels + first), valid = ~Vector512.Equals(truth, Vector512.Create(Tile.NoLabel));
        if (Weights != null) valid &= ~Vector512.Equals(Vector512.Load(Weights + first), Vector512<float>.Zero).AsInt32();
        Vector512<int> present = soft != null
            ? Vector512.Equals(Vector512.Load(soft + first), Vector512<float>.One).AsInt32()
            : Vector512.Equals(truth, Vector512.Create(label));
        foreground = present & valid;

        Vector512<float> value = Vector512.Load(predictions + first);
        Vector512<float> error = kind == LovaszErrors.Hinge
            ? Vector512.Max(Vector512<float>.One + Vector512.ConditionalSelect(foreground.AsSingle(), -value, value), Vector512<float>.Zero)
            : Vector512.Abs((foreground & Vector512<float>.One.AsInt32()).AsSingle() - value);
        return error & valid.AsSingle();
    }

    static T* Padded<T>(T* source, nint first, int count, T* room, T padding)
        where T : unmanaged
    {
        for (int i = 0; i < Lanes.Count; i++) room[i] = i < count ? source[first + i] : padding;
        return room - first;
    }

    /// <summary>The weights of those of the pixels that belong to the class, two to a lane.</summary>
    [MethodImpl(Inline)]
    public Vector512<double> ForegroundWeight(nint first, Vector512<int> foreground)
    {
        (Vector512<double> low, Vector512<double> high) = Vector512.Widen(Vector512.Load(Weights + first) & foreground.AsSingle());
        return low + high;
    }

    /// <summary>Whether all pixels that count have a target of 0 or 1.</summary>
    [MethodImpl(Inline)]
    public bool IsOneHot(nint first)
    {
        if (soft == null) return true;
        Vector512<float> y = Vector512.Load(soft + first);
        Vector512<float> known = Vector512.Equals(y, Vector512<float>.One) | Vector512.Equals(y, Vector512<float>.Zero);
        Vector512<int> ignored = Vector512.Equals(Vector512.Load(labels + first), Vector512.Create(Tile.NoLabel));
        return (known.AsInt32() | ignored) == Vector512<int>.AllBitsSet;
    }
}
