using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using SegLab.Numerics;

namespace SegLab.Losses.Kernels;

/// <summary>The exponentials that a softmax over the channels is made of, for a tile.</summary>
static unsafe class SoftmaxExponentials
{
    const int Pair = 2 * Lanes.Count;

    /// <summary>
    /// Numbers in proportion to the exponentials of all channels, and the inverse of their sum; perhaps also the likelihood of the true class, or what
    /// logarithms of all channels need.
    /// </summary>
    /// <returns>Whether all logits are finite.</returns>
    public static bool Find(Tile tile, bool findTruth, bool findLogarithms)
    {
        if (!findLogarithms && FindModerate(tile, findTruth)) return true;
        bool finite = FindMaximum(tile);
        if (findTruth) FindWithTruth(tile);
        else FindAll(tile);
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void FindAll(Tile tile)
    {
        for (int i = 0; i < tile.Padded; i += Pair)
        {
            int j = i + Lanes.Count;
            Vector512<float> maximum0 = Vector512.Load(tile.Maximum + i), maximum1 = Vector512.Load(tile.Maximum + j);
            Vector512<float> sum0 = Vector512<float>.Zero, sum1 = Vector512<float>.Zero;
            float* exponentials = tile.Exponentials + i, ahead = tile.Logits + tile.Size + i;
            for (int k = 0; k < tile.Channels; k++)
            {
                Prefetch(ahead);
                Vector512<float> e0 = LaneMath.ExpOfNegative(Vector512.Load(exponentials) - maximum0);
                Vector512<float> e1 = LaneMath.ExpOfNegative(Vector512.Load(exponentials + Lanes.Count) - maximum1);
                e0.Store(exponentials);
                e1.Store(exponentials + Lanes.Count);
                sum0 += e0;
                sum1 += e1;
                exponentials += tile.Size;
                ahead += tile.LogitStride;
            }

            KeepSum(tile, i, sum0);
            KeepSum(tile, j, sum1);
        }
    }

    /// <summary>Also the true class's exponential, its logit and the sum of the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void FindWithTruth(Tile tile)
    {
        for (int i = 0; i < tile.Padded; i += Pair)
        {
            int j = i + Lanes.Count;
            Vector512<float> maximum0 = Vector512.Load(tile.Maximum + i), maximum1 = Vector512.Load(tile.Maximum + j);
            Vector512<int> label0 = Vector512.Load(tile.Labels + i), label1 = Vector512.Load(tile.Labels + j);
            Vector512<float> sum0 = Vector512<float>.Zero, truth0 = sum0, others0 = sum0, logit0 = sum0;
            Vector512<float> sum1 = sum0, truth1 = sum0, others1 = sum0, logit1 = sum0;
            float* exponentials = tile.Exponentials + i, ahead = tile.Logits + tile.Size + i;
            for (int k = 0; k < tile.Channels; k++)
            {
                Prefetch(ahead);
                Vector512<float> z0 = Vector512.Load(exponentials) - maximum0, z1 = Vector512.Load(exponentials + Lanes.Count) - maximum1;
                Vector512<float> e0 = LaneMath.ExpOfNegative(z0), e1 = LaneMath.ExpOfNegative(z1);
                e0.Store(exponentials);
                e1.Store(exponentials + Lanes.Count);
                sum0 += e0;
                sum1 += e1;
                Vector512<float> isTruth0 = Vector512.Equals(label0, Vector512.Create(k)).AsSingle();
                Vector512<float> isTruth1 = Vector512.Equals(label1, Vector512.Create(k)).AsSingle();
                truth0 = Vector512.ConditionalSelect(isTruth0, e0, truth0);
                truth1 = Vector512.ConditionalSelect(isTruth1, e1, truth1);
                logit0 = Vector512.ConditionalSelect(isTruth0, z0, logit0);
                logit1 = Vector512.ConditionalSelect(isTruth1, z1, logit1);
                others0 += Vector512.AndNot(e0, isTruth0);
                others1 += Vector512.AndNot(e1, isTruth1);
                exponentials += tile.Size;
                ahead += tile.LogitStride;
            }

            KeepSum(tile, i, sum0);
            KeepSum(tile, j, sum1);
            KeepTruth(tile, i, truth0, others0, logit0);
            KeepTruth(tile, j, truth1, others1, logit1);
        }
    }

    /// <summary>Calls for the logits of the next tile, whose short runs far apart the processor does not foresee.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Prefetch(float* ahead)
    {
        if (!Sse.IsSupported) return;
        for (int i = 0; i < Tile.Step; i += Lanes.Count) Sse.Prefetch0(ahead + i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void KeepSum(Tile tile, int i, Vector512<float> sum)
    {
        (Vector512<float>.One / sum).Store(tile.Inverse + i);
        LaneMath.Log(sum).Store(tile.LogSum + i);
    }

    /// <summary>The likelihood of the true class, from it and from the others, so that nothing cancels when it is near 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void KeepTruth(Tile tile, int i, Vector512<float> truth, Vector512<float> others, Vector512<float> logit)
    {
        // log p = (z - max) - log(1 + rest), where rest is the sum without the largest exponential, which is 1.
        Vector512<float> isLargest = Vector512.Equals(logit, Vector512<float>.Zero);
        Vector512<float> inverse = Vector512.Load(tile.Inverse + i);
        Vector512<float> rest = Vector512.ConditionalSelect(isLargest, others, others - Vector512<float>.One + truth);
        (truth * inverse).Store(tile.Probability + i);
        (others * inverse).Store(tile.Complement + i);
        (logit - LaneMath.Log1P(rest)).Store(tile.LogProbability + i);
    }

    /// <summary>The largest logit of each pixel; copies the logits to where the exponentials will be, so that their memory is read once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static bool FindMaximum(Tile tile)
    {
        float* maximum = tile.Maximum;
        Vector512<float> finite = Vector512<float>.Zero;
        for (int k = 0; k < tile.Channels; k++)
        {
            float* logits = tile.Logits + k * tile.LogitStride, copies = tile.Exponentials + k * tile.Size;
            for (int i = 0; i < tile.Padded; i += Lanes.Count)
            {
                Vector512<float> z = Vector512.Load(logits + i);

                // 0 times an infinity or a NaN is NaN.
                finite = Vector512.MultiplyAddEstimate(z, Vector512<float>.Zero, finite);
                z.Store(copies + i);
                (k == 0 ? z : Vector512.MaxNative(Vector512.Load(maximum + i), z)).Store(maximum + i);
            }
        }

        return Vector512.EqualsAll(finite, Vector512<float>.Zero);
    }
}
