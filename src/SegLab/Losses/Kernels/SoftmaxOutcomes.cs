using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SegLab.Numerics;

namespace SegLab.Losses.Kernels;

/// <summary>Both outcomes of a channel under a softmax: p and 1 - p, the latter from the other channels, so that it is exact for p near 1.</summary>
static unsafe class SoftmaxOutcomes
{
    /// <summary>The largest logit but one, and the sum of the exponentials without the largest, relative to it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FindOthers(Tile tile)
    {
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
        {
            Vector512<float> largest = Vector512.Load(tile.Maximum + i), second = Vector512.Create(float.NegativeInfinity), index = Vector512.Create(-1f);
            for (int k = 0; k < tile.Channels; k++)
            {
                // The first of several largest is the largest; the others compete for the second place.
                Vector512<float> z = Vector512.Load(tile.Logits + k * tile.LogitStride + i);
                Vector512<float> isFirst = Vector512.Equals(z, largest) & Vector512.Equals(index, Vector512.Create(-1f));
                index = Vector512.ConditionalSelect(isFirst, Vector512.Create((float)k), index);
                second = Vector512.ConditionalSelect(isFirst, second, Vector512.Max(second, z));
            }

            Vector512<float> sum = Vector512<float>.Zero;
            for (int k = 0; k < tile.Channels; k++)
            {
                Vector512<float> e = LaneMath.Exp(Vector512.Load(tile.Logits + k * tile.LogitStride + i) - second);
                sum += Vector512.AndNot(e, Vector512.Equals(index, Vector512.Create((float)k)));
            }

            index.Store(tile.LargestChannel + i);
            second.Store(tile.SecondMaximum + i);
            (Vector512<float>.One / sum).Store(tile.InverseOthers + i);
        }
    }

    /// <summary>p, 1 - p and their logarithms for one channel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OfChannel(Tile tile, int channel)
    {
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
        {
            Vector512<float> z = Vector512.Load(tile.Logits + channel * tile.LogitStride + i);
            Vector512<float> e = Vector512.Load(tile.Exponentials + channel * tile.Size + i);
            Vector512<float> inverse = Vector512.Load(tile.Inverse + i), logSum = Vector512.Load(tile.LogSum + i);
            Vector512<float> maximum = Vector512.Load(tile.Maximum + i), second = Vector512.Load(tile.SecondMaximum + i);
            Vector512<float> others = Vector512<float>.One / Vector512.Load(tile.InverseOthers + i);
            Vector512<float> isLargest = IsLargest(tile, channel, i);

            Vector512<float> p = e * inverse;
            Vector512<float> rest = LaneMath.Exp(second - maximum) * others;
            Vector512<float> q = Vector512.ConditionalSelect(isLargest, rest * inverse, Vector512<float>.One - p);
            p.Store(tile.Probability + i);
            q.Store(tile.Complement + i);
            Vector512.ConditionalSelect(isLargest, -LaneMath.Log1P(rest), z - maximum - logSum).Store(tile.LogProbability + i);
            Vector512.ConditionalSelect(isLargest, second - maximum + LaneMath.Log(others) - logSum, LaneMath.Log(q)).Store(tile.LogComplement + i);
        }
    }

    /// <summary>Turns the slopes of one channel's outcomes into slopes by log p, and keeps those of the largest channel's absence apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void KeepSlopes(Tile tile, int channel)
    {
        float* logSlopes = tile.LogSlopes + channel * tile.Size;
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
        {
            Vector512<float> p = Vector512.Load(tile.Probability + i), q = Vector512.Load(tile.Complement + i);
            Vector512<float> absent = Vector512.Load(tile.AbsentSlopes + i) * p, isLargest = IsLargest(tile, channel, i);
            Vector512<float> byLog = Vector512.Load(tile.Slopes + i) - Vector512.AndNot(absent / q, isLargest);
            (Vector512.Load(logSlopes + i) + byLog).Store(logSlopes + i);
            (Vector512.Load(tile.OvertakenSlopes + i) + (absent & isLargest)).Store(tile.OvertakenSlopes + i);
        }
    }

    /// <summary>What the absence of the largest channel adds to the gradient of a channel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorQuad OvertakenSlope(Tile tile, int channel, int i) => new(
        OvertakenVector(tile, channel, i),
        OvertakenVector(tile, channel, i + Lanes.Count),
        OvertakenVector(tile, channel, i + 2 * Lanes.Count),
        OvertakenVector(tile, channel, i + 3 * Lanes.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> OvertakenVector(Tile tile, int channel, int i)
    {
        Vector512<float> slope = Vector512.Load(tile.OvertakenSlopes + i);
        Vector512<float> e = LaneMath.Exp(Vector512.Load(tile.Logits + channel * tile.LogitStride + i) - Vector512.Load(tile.SecondMaximum + i));
        return Vector512.ConditionalSelect(IsLargest(tile, channel, i), -slope, slope * e * Vector512.Load(tile.InverseOthers + i));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> IsLargest(Tile tile, int channel, int i) =>
        Vector512.Equals(Vector512.Load(tile.LargestChannel + i), Vector512.Create((float)channel));
}
