using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using SegLab.Numerics;

namespace SegLab.Losses.Kernels;

/// <summary>The exponentials that a softmax over the channels is made of, for a tile.</summary>
static unsafe class SoftmaxExponentials
{
    /// <summary>
    /// Numbers in proportion to the exponentials of all channels, and the inverse of their sum; perhaps also the likelihood of the true class, or what
    /// logarithms of all channels need.
    /// </summary>
    /// <returns>Whether all logits are finite.</returns>
    public static bool Find(Tile tile, bool findTruth, bool findLogarithms)
    {
        if (!findLogarithms && FindModerate(tile, findTruth)) return true;
        bool finite = FindShifted(tile);
        if (findTruth) FindTruth(tile);
        return finite;
    }

    /// <summary>exp(z), where no logit is so large that this overflows or loses digits: the usual case, which need not look for the largest first.</summary>
    /// <returns>Whether that was so. If not, nothing of it can be used.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static bool FindModerate(Tile tile, bool findTruth)
    {
        VectorQuad magnitudes = VectorQuad.Zero;
        for (int i = 0; i < tile.Padded; i += Tile.Step)
        {
            VectorQuad labels = VectorQuad.Load((float*)tile.Labels + i), truth = VectorQuad.Create(1), others = VectorQuad.Zero;
            float* logits = tile.Logits + i, exponentials = tile.Exponentials + i;
            for (int k = 0; k < tile.Channels; k++)
            {
                Prefetch(logits + 2 * Tile.Step);
                VectorQuad z = VectorQuad.Load(logits);
                magnitudes = VectorQuad.LargerMagnitude(magnitudes, z);
                VectorQuad e = VectorQuad.ExpOfModerate(z);
                e.Store(exponentials);
                if (findTruth)
                {
                    VectorQuad isTruth = VectorQuad.Equals(labels, k);
                    truth = VectorQuad.Select(isTruth, e, truth);
                    others += VectorQuad.Select(isTruth, VectorQuad.Zero, e);
                }
                else
                {
                    others += e;
                }

                logits += tile.LogitStride;
                exponentials += tile.Size;
            }

            others.Store(tile.Complement + i);
            truth.Store(tile.Probability + i);
        }

        if (!VectorQuad.AllAtMost(magnitudes, LaneMath.GreatestModerate)) return false;
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
        {
            Vector512<float> others = Vector512.Load(tile.Complement + i);
            if (!findTruth)
            {
                (Vector512<float>.One / others).Store(tile.Inverse + i);
                continue;
            }

            Vector512<float> truth = Vector512.Load(tile.Probability + i);
            Vector512<float> has = Vector512.GreaterThanOrEqual(Vector512.Load(tile.Labels + i), Vector512<int>.Zero).AsSingle();
            Vector512<float> inverse = Vector512<float>.One / (others + (truth & has));
            inverse.Store(tile.Inverse + i);
            (truth * inverse).Store(tile.Probability + i);
            (others * inverse).Store(tile.Complement + i);

            // log p = -log(1 + others / truth)
            (-LaneMath.Log1P(others / truth)).Store(tile.LogProbability + i);
        }

        return true;
    }

    /// <summary>Calls for the logits of the next tile, whose short runs far apart the processor does not foresee.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Prefetch(float* ahead)
    {
        if (!Sse.IsSupported) return;
        for (int i = 0; i < Tile.Step; i += Lanes.Count) Sse.Prefetch0(ahead + i);
    }

    /// <summary>exp(z - max) for logits of any size, the largest logit, and the logarithm of the sum.</summary>
    /// <returns>Whether all logits are finite.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static bool FindShifted(Tile tile)
    {
        VectorQuad finite = VectorQuad.Zero, least = VectorQuad.Create(-LaneMath.GreatestExponential);
        for (int i = 0; i < tile.Padded; i += Tile.Step)
        {
            // The copies are read again, and lie closer together than the logits.
            VectorQuad maximum = VectorQuad.Create(float.NegativeInfinity), sum = VectorQuad.Zero;
            float* logits = tile.Logits + i, exponentials = tile.Exponentials + i;
            for (int k = 0; k < tile.Channels; k++)
            {
                Prefetch(logits + 2 * Tile.Step);
                VectorQuad z = VectorQuad.Load(logits);

                // 0 times an infinity or a NaN is NaN.
                finite = VectorQuad.MultiplyAdd(z, VectorQuad.Zero, finite);
                maximum = VectorQuad.Max(maximum, z);
                z.Store(exponentials);
                logits += tile.LogitStride;
                exponentials += tile.Size;
            }

            exponentials = tile.Exponentials + i;
            for (int k = 0; k < tile.Channels; k++)
            {
                VectorQuad e = VectorQuad.ExpOfModerate(VectorQuad.Max(VectorQuad.Load(exponentials) - maximum, least));
                e.Store(exponentials);
                sum += e;
                exponentials += tile.Size;
            }

            maximum.Store(tile.Maximum + i);
            sum.Store(tile.Inverse + i);
        }

        for (int i = 0; i < tile.Padded; i += Lanes.Count)
        {
            Vector512<float> sum = Vector512.Load(tile.Inverse + i);
            LaneMath.LogOfNormal(sum).Store(tile.LogSum + i);
            (Vector512<float>.One / sum).Store(tile.Inverse + i);
        }

        return Vector512.EqualsAll(finite.Sum(), Vector512<float>.Zero);
    }

    /// <summary>The likelihood of the true class, from it and from the others, so that nothing cancels when it is near 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void FindTruth(Tile tile)
    {
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
        {
            Vector512<float> truth = Vector512<float>.Zero, others = truth, logit = truth, maximum = Vector512.Load(tile.Maximum + i);
            for (int k = 0; k < tile.Channels; k++)
            {
                Vector512<float> isTruth = tile.IsLabel(k, i), e = Vector512.Load(tile.Exponentials + k * tile.Size + i);
                truth = Vector512.ConditionalSelect(isTruth, e, truth);
                others += Vector512.AndNot(e, isTruth);
                logit = Vector512.ConditionalSelect(isTruth, Vector512.Load(tile.Logits + k * tile.LogitStride + i) - maximum, logit);
            }

            // log p = (z - max) - log(1 + rest), where rest is the sum without the largest exponential, which is 1.
            Vector512<float> isLargest = Vector512.Equals(logit, Vector512<float>.Zero), inverse = Vector512.Load(tile.Inverse + i);
            Vector512<float> rest = Vector512.ConditionalSelect(isLargest, others, others - Vector512<float>.One + truth);
            (truth * inverse).Store(tile.Probability + i);
            (others * inverse).Store(tile.Complement + i);
            (logit - LaneMath.Log1P(rest)).Store(tile.LogProbability + i);
        }
    }
}
