using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using SegLab.Numerics;

namespace SegLab.Losses.Kernels;

/// <summary>The kernel of losses on a softmax over the channels.</summary>
sealed unsafe class SoftmaxKernel : LossKernel
{
    readonly bool hasChannelTerms;

    public SoftmaxKernel(LossTerms terms)
        : base(terms) => hasChannelTerms = terms.Pixel.Any(term => term.EachChannel);

    protected override (Func<float, bool> Holds, string What) Accepts => (float.IsFinite, "they must be finite");

    protected override bool Process(Tile tile, Span<double> sums)
    {
        bool sparse = false, dense = false;
        foreach (PixelTerm term in PixelTerms)
        {
            bool everyClass = term.IsDense(tile.Soft != null);
            dense |= PixelsWanted && (everyClass || term.EachChannel);
            sparse |= PixelsWanted && !term.EachChannel && (!everyClass || term.Normalizer is not null);
        }

        bool finite = Exponentiate(tile, findTruth: sparse);
        bool labelled = tile.Soft == null && HasRegionTerms && Overlaps is [{ IsPlain: true }] && !Planes.IsUsed;
        if (SumsWanted && labelled)
        {
            fixed (double* destination = sums[OverlapStart(0, 0)..]) LabelledOverlap.Add(tile, destination);
        }
        else if (SumsWanted)
        {
            for (int k = 0; k < tile.Channels; k++)
            {
                float* exponentials = tile.Exponentials + k * tile.Size;
                for (int o = 0; o < Overlaps.Length; o++)
                    fixed (double* destination = sums[OverlapStart(o, k)..])
                        Overlaps[o].Add(tile, k, k, exponentials, tile.Inverse, destination);
                if (Planes.IsUsed) Planes.Keep(tile, k, exponentials, tile.Inverse, Pixels);
            }
        }

        if (PixelsWanted) EvaluatePixelTerms(tile, dense, sums);
        if (!SlopesWanted) return finite;
        bool copied = tile.Count < tile.Padded || Accumulates;
        if (labelled && !copied && !dense)
        {
            LabelledOverlap.WriteGradient(tile, Overlaps[0].SlopesOf(tile.Image, tile.Channels), GradientRow(tile, 0), Pixels, sparse);
            return finite;
        }

        if (HasRegionTerms)
        {
            for (int k = 0; k < tile.Channels; k++)
            {
                float* slopes = tile.RegionSlopes + k * tile.Size;
                for (int o = 0; o < Overlaps.Length; o++)
                    Overlaps[o].Differentiate(tile, k, k, tile.Exponentials + k * tile.Size, tile.Inverse, slopes, add: o > 0);
                if (Planes.IsUsed) Planes.AddSlopes(tile, k, Pixels, slopes, add: Overlaps.Length > 0);
            }
        }

        if (copied || dense || HasRegionTerms) WriteGradient(tile, sparse, dense);
        else WriteTrueClassGradient(tile);
        return finite;
    }

    void EvaluatePixelTerms(Tile tile, bool dense, Span<double> sums)
    {
        Clear(tile.Slopes, tile.Size);
        if (dense && SlopesWanted) Clear(tile.LogSlopes, tile.Channels * tile.Size);
        if (MapWanted) Clear(tile.Map, tile.Size);
        for (int t = 0; t < PixelTerms.Length; t++)
        {
            PixelTerm term = PixelTerms[t];
            if (term.EachChannel) continue;
            bool keepsLosses = KeepsLosses(tile, term), map = MapWanted || keepsLosses;
            sums[t] += term.IsDense(tile.Soft != null) ? term.EveryClass(tile, SlopesWanted, map) : term.TrueClass(tile, SlopesWanted, map);
            if (keepsLosses) KeepLosses(tile, term);
            if (NormalizersWanted && term.Normalizer is { } normalizer)
            {
                sums[PixelTerms.Length + t] += normalizer.IsDense(tile.Soft != null)
                    ? normalizer.EveryClass(tile, SlopesWanted, map: false)
                    : normalizer.TrueClass(tile, SlopesWanted, map: false);
            }
        }

        if (hasChannelTerms) EvaluateChannelTerms(tile, sums);
        if (MapWanted) WriteMap(tile, tile.Image);
    }

    /// <summary>Both outcomes of every channel, under a softmax.</summary>
    /// <remarks>
    /// d log (1 - p_k) / dz_j is p_k times -1 for j = k and the share of j in the others for the rest. For all channels but the one with
    /// the largest logit 1 - p_k is far from 0, and the slope is kept as one by log p_k, times -p_k / (1 - p_k). The largest is kept apart.
    /// </remarks>
    void EvaluateChannelTerms(Tile tile, Span<double> sums)
    {
        // The rows of the true class are needed once more, for the gradient.
        Span<float> trueClassSlopes = stackalloc float[tile.Size], trueClassComplement = stackalloc float[tile.Size];
        new ReadOnlySpan<float>(tile.Slopes, tile.Size).CopyTo(trueClassSlopes);
        new ReadOnlySpan<float>(tile.Complement, tile.Size).CopyTo(trueClassComplement);
        SoftmaxOutcomes.FindOthers(tile);
        Clear(tile.OvertakenSlopes, tile.Size);
        for (int k = 0; k < tile.Channels; k++)
        {
            SoftmaxOutcomes.OfChannel(tile, k);
            Clear(tile.Slopes, tile.Size);
            Clear(tile.AbsentSlopes, tile.Size);
            for (int t = 0; t < PixelTerms.Length; t++)
                if (PixelTerms[t].EachChannel) sums[t] += PixelTerms[t].Channel(tile, k, k, SlopesWanted, MapWanted);
            if (SlopesWanted) SoftmaxOutcomes.KeepSlopes(tile, k);
        }

        trueClassSlopes.CopyTo(new Span<float>(tile.Slopes, tile.Size));
        trueClassComplement.CopyTo(new Span<float>(tile.Complement, tile.Size));
    }

    static void Clear(float* rows, int count) => new Span<float>(rows, count).Clear();

    /// <summary>exp(z - max) of all channels and the inverse of their sum; perhaps also the likelihood of the true class.</summary>
    /// <remarks>Two vectors of pixels a turn keep enough independent chains going, and share the constants of the exponential.</remarks>
    static bool Exponentiate(Tile tile, bool findTruth)
    {
        bool finite = FindMaximum(tile);
        if (findTruth) ExponentiateAndFindTruth(tile);
        else ExponentiateAll(tile);
        return finite;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void ExponentiateAll(Tile tile)
    {
        for (int i = 0; i < tile.Padded; i += 2 * Lanes.Count)
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void ExponentiateAndFindTruth(Tile tile)
    {
        for (int i = 0; i < tile.Padded; i += 2 * Lanes.Count)
        {
            int j = i + Lanes.Count;
            Vector512<float> maximum0 = Vector512.Load(tile.Maximum + i), maximum1 = Vector512.Load(tile.Maximum + j);
            Vector512<int> label0 = Vector512.Load(tile.Labels + i), label1 = Vector512.Load(tile.Labels + j);
            Vector512<float> truth0 = Vector512<float>.Zero, others0 = Vector512<float>.Zero, logit0 = Vector512<float>.Zero;
            Vector512<float> truth1 = Vector512<float>.Zero, others1 = Vector512<float>.Zero, logit1 = Vector512<float>.Zero;
            float* exponentials = tile.Exponentials + i, ahead = tile.Logits + tile.Size + i;
            for (int k = 0; k < tile.Channels; k++)
            {
                Prefetch(ahead);
                Vector512<float> z0 = Vector512.Load(exponentials) - maximum0, z1 = Vector512.Load(exponentials + Lanes.Count) - maximum1;
                Vector512<float> e0 = LaneMath.ExpOfNegative(z0), e1 = LaneMath.ExpOfNegative(z1);
                e0.Store(exponentials);
                e1.Store(exponentials + Lanes.Count);
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

            KeepTruth(tile, i, truth0, others0, logit0);
            KeepTruth(tile, j, truth1, others1, logit1);
        }
    }

    /// <summary>Calls for the logits of the next tile, whose short runs far apart the processor does not foresee.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Prefetch(float* ahead)
    {
        if (!Sse.IsSupported) return;
        Sse.Prefetch0(ahead);
        Sse.Prefetch0(ahead + Lanes.Count);
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
        Vector512<float> sum = others + truth, inverse = Vector512<float>.One / sum;
        KeepSum(tile, i, sum);

        // log p = (z - max) - log(1 + rest), where rest is the sum without the largest exponential, which is 1.
        Vector512<float> isLargest = Vector512.Equals(logit, Vector512<float>.Zero);
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

    /// <summary>dz = d ([k is true] - p), where d is the slope by the true class's log p and 1 - p of that class comes from the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void WriteTrueClassGradient(Tile tile)
    {
        int padded = tile.Padded;
        int* labels = tile.Labels;
        float* slopes = tile.Slopes;

        // From here on the inverse sum is needed only with the slope, and the slope only with 1 - p of the true class, which is exact near 0.
        float* shares = tile.Inverse;
        for (int i = 0; i < padded; i += Lanes.Count)
        {
            Vector512<float> slope = Vector512.Load(slopes + i);
            (Vector512.Load(shares + i) * slope).Store(shares + i);
            (Vector512.Load(tile.Complement + i) * slope).Store(slopes + i);
        }

        for (int k = 0; k < tile.Channels; k++)
        {
            float* gradient = GradientRow(tile, k);
            float* exponentials = tile.Exponentials + k * tile.Size;
            Vector512<int> label = Vector512.Create(k);
            bool aligned = ((nuint)gradient & 63) == 0;
            for (int i = 0; i < padded; i += Lanes.Count)
            {
                Vector512<float> isTruth = Vector512.Equals(Vector512.Load(labels + i), label).AsSingle();
                Vector512<float> others = -Vector512.Load(exponentials + i) * Vector512.Load(shares + i);
                Vector512<float> result = Vector512.ConditionalSelect(isTruth, Vector512.Load(slopes + i), others);
                if (aligned) result.StoreAlignedNonTemporal(gradient + i);
                else result.Store(gradient + i);
            }
        }
    }

    /// <summary>dz_k = p_k (G_k - sum p G) + h_k - p_k sum h, G the slopes by p and h those by log p.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void WriteGradient(Tile tile, bool sparse, bool dense)
    {
        int size = tile.Size, channels = tile.Channels;
        bool region = HasRegionTerms, overtaken = hasChannelTerms;
        float* first = GradientRow(tile, 0);
        nint stride = Pixels;
        bool whole = tile.Count == tile.Padded && !Accumulates;
        bool streamed = whole && ((nuint)first & 63) == 0 && stride % Lanes.Count == 0;
        float* row = stackalloc float[Lanes.Count];
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
        {
            float* exponentials = tile.Exponentials + i;
            float* regionSlopes = tile.RegionSlopes + i;
            float* logSlopes = tile.LogSlopes + i;
            Vector512<float> inverse = Vector512.Load(tile.Inverse + i);
            Vector512<float> slope = sparse ? Vector512.Load(tile.Slopes + i) : Vector512<float>.Zero;
            Vector512<float> truthSlope = sparse ? slope * Vector512.Load(tile.Complement + i) : Vector512<float>.Zero;
            Vector512<int> labels = Vector512.Load(tile.Labels + i);
            Vector512<float> mean = Vector512<float>.Zero;
            if (region)
            {
                for (int k = 0; k < channels; k++)
                    mean = Vector512.MultiplyAddEstimate(Vector512.Load(exponentials + k * size), Vector512.Load(regionSlopes + k * size), mean);
                mean *= inverse;
            }

            if (dense)
            {
                for (int k = 0; k < channels; k++) mean += Vector512.Load(logSlopes + k * size);
            }

            float* gradient = first + i;
            int count = Math.Min(Lanes.Count, tile.Count - i);
            for (int k = 0; k < channels; k++)
            {
                Vector512<float> p = Vector512.Load(exponentials + k * size) * inverse;
                Vector512<float> by = region ? Vector512.Load(regionSlopes + k * size) - mean : -mean;
                Vector512<float> result = p * by;
                if (sparse) result += Vector512.ConditionalSelect(Vector512.Equals(labels, Vector512.Create(k)).AsSingle(), truthSlope, -p * slope);
                if (dense) result += Vector512.Load(logSlopes + k * size);
                if (overtaken) result += SoftmaxOutcomes.OvertakenSlope(tile, k, i);
                if (streamed)
                {
                    result.StoreAlignedNonTemporal(gradient);
                }
                else if (whole)
                {
                    result.Store(gradient);
                }
                else
                {
                    result.Store(row);
                    for (int j = 0; j < count; j++) gradient[j] = row[j] + (Accumulates ? gradient[j] : 0);
                }

                gradient += stride;
            }
        }
    }
}
