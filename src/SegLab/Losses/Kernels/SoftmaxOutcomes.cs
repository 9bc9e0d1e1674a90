using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SegLab.Numerics;

namespace SegLab.Losses.Kernels;

/// <summary>Both outcomes of a channel under a softmax: p and 1 - p, the latter from the other channels, so that it is exact for p near 1.</summary>
static unsafe class SoftmaxOutcomes
{
    /// <summary>What the outcomes of the channel with the largest logit are, of each pixel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FindOthers(Tile tile)
    {
        Vector512<float> widest = Vector512<float>.Zero;
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
        {
            Vector512<float> largest = Vector512.Load(tile.Maximum + i), second = Vector512.Create(float.NegativeInfinity), index = Vector512.Create(-1f);
            Vector512<float> rest = Vector512<float>.Zero;
            for (int k = 0; k < tile.Channels; k++)
            {
                // The first of several largest is the largest; the others compete for the second place.
                Vector512<float> z = Vector512.Load(tile.Logits + k * tile.LogitStride + i);
                Vector512<float> isFirst = Vector512.Equals(z, largest) & Vector512.LessThan(index, Vector512<float>.Zero);
                index = Vector512.ConditionalSelect(isFirst, Vector512.Create((float)k), index);
                second = Vector512.ConditionalSelect(isFirst, second, Vector512.MaxNative(second, z));
                rest += Vector512.AndNot(Vector512.Load(tile.Exponentials + k * tile.Size + i), isFirst);
            }

            index.Store(tile.LargestChannel + i);
            second.Store(tile.SecondMaximum + i);
            rest.Store(tile.InverseOthers + i);
            widest = Vector512.Max(widest, largest - second);
        }

        // Further apart than this the others' exponentials, which are relative to the largest logit, have lost digits.
        tile.OthersAreModerate = Vector512.LessThanAll(widest, Vector512.Create(LaneMath.GreatestModerate));
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
        {
            Vector512<float> gap = Vector512.Load(tile.SecondMaximum + i) - Vector512.Load(tile.Maximum + i);
            Vector512<float> inverse = Vector512.Load(tile.Inverse + i), rest, logRest;
            if (tile.OthersAreModerate)
            {
                rest = Vector512.Load(tile.InverseOthers + i);
                logRest = LaneMath.LogOfNormal(rest);
                (Vector512<float>.One / rest).Store(tile.InverseOthers + i);
            }
            else
            {
                Vector512<float> others = SumOfOthers(tile, i);
                rest = LaneMath.Exp(gap) * others;
                logRest = gap + LaneMath.Log(others);
                (Vector512<float>.One / others).Store(tile.InverseOthers + i);
            }

            (rest * inverse).Store(tile.LargestComplement + i);
            (-LaneMath.Log1P(rest)).Store(tile.LargestLogProbability + i);
            (logRest - Vector512.Load(tile.LogSum + i)).Store(tile.LargestLogComplement + i);
        }
    }

    /// <summary>The sum of the exponentials without the largest, relative to the largest logit but one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static Vector512<float> SumOfOthers(Tile tile, int i)
    {
        Vector512<float> sum = Vector512<float>.Zero;
        for (int k = 0; k < tile.Channels; k++) sum += Vector512.AndNot(OfSecond(tile, k, i), IsLargest(tile, k, i));
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> OfSecond(Tile tile, int channel, int i) =>
        LaneMath.Exp(Vector512.Load(tile.Logits + channel * tile.LogitStride + i) - Vector512.Load(tile.SecondMaximum + i));

    /// <summary>p, 1 - p and their logarithms for one channel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OfChannel(Tile tile, int channel)
    {
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
        {
            ChannelOutcomes both = At(tile, channel, i);
            both.P.Store(tile.Probability + i);
            both.Q.Store(tile.Complement + i);
            both.LogP.Store(tile.LogProbability + i);
            both.LogQ.Store(tile.LogComplement + i);
        }
    }

    /// <summary>Where every pixel has a label: the likelihood of the outcome that holds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OfLabelled(Tile tile, int channel)
    {
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
        {
            Likelihood<Lanes> truth = At(tile, channel, i).Holding(tile.IsLabel(channel, i));
            truth.Probability.Store(tile.Probability + i);
            truth.Complement.Store(tile.Complement + i);
            truth.LogProbability.Store(tile.LogProbability + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ChannelOutcomes At(Tile tile, int channel, int i)
    {
        Vector512<float> z = Vector512.Load(tile.Logits + channel * tile.LogitStride + i);
        Vector512<float> isLargest = IsLargest(tile, channel, i);
        Vector512<float> p = Vector512.Load(tile.Exponentials + channel * tile.Size + i) * Vector512.Load(tile.Inverse + i);

        // All but the largest are at most a half.
        Vector512<float> q = Vector512<float>.One - p;
        Vector512<float> logP = z - Vector512.Load(tile.Maximum + i) - Vector512.Load(tile.LogSum + i), logQ = LaneMath.LogOfNormal(q);
        return new(
            p,
            Vector512.ConditionalSelect(isLargest, Vector512.Load(tile.LargestComplement + i), q),
            Vector512.ConditionalSelect(isLargest, Vector512.Load(tile.LargestLogProbability + i), logP),
            Vector512.ConditionalSelect(isLargest, Vector512.Load(tile.LargestLogComplement + i), logQ));
    }

    /// <summary>Turns the slopes of one channel's outcomes into slopes by log p, and keeps those of the largest channel's absence apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void KeepSlopes(Tile tile, int channel)
    {
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
            Keep(tile, channel, i, Vector512.Load(tile.Slopes + i), Vector512.Load(tile.AbsentSlopes + i), Vector512.Load(tile.Probability + i), Vector512.Load(tile.Complement + i));
    }

    /// <summary>The same for slopes by the logarithm of the outcome that holds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void KeepLabelledSlopes(Tile tile, int channel)
    {
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
        {
            Vector512<float> isLabel = tile.IsLabel(channel, i), slope = Vector512.Load(tile.Slopes + i);

            // Where the class is absent, 1 - p is the likelihood of what holds.
            Keep(tile, channel, i, slope & isLabel, Vector512.AndNot(slope, isLabel), Vector512.Load(tile.Complement + i), Vector512.Load(tile.Probability + i));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Keep(Tile tile, int channel, int i, Vector512<float> present, Vector512<float> absent, Vector512<float> p, Vector512<float> q)
    {
        float* logSlopes = tile.LogSlopes + channel * tile.Size;
        Vector512<float> isLargest = IsLargest(tile, channel, i);
        absent *= p;
        Vector512<float> byLog = present - Vector512.AndNot(absent / q, isLargest);
        (Vector512.Load(logSlopes + i) + byLog).Store(logSlopes + i);
        (Vector512.Load(tile.OvertakenSlopes + i) + (absent & isLargest)).Store(tile.OvertakenSlopes + i);
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
        Vector512<float> e = tile.OthersAreModerate ? Vector512.Load(tile.Exponentials + channel * tile.Size + i) : OfSecond(tile, channel, i);
        return Vector512.ConditionalSelect(IsLargest(tile, channel, i), -slope, slope * e * Vector512.Load(tile.InverseOthers + i));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> IsLargest(Tile tile, int channel, int i) =>
        Vector512.Equals(Vector512.Load(tile.LargestChannel + i), Vector512.Create((float)channel));
}
