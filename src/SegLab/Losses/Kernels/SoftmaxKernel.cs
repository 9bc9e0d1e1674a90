using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SegLab.Numerics;

namespace SegLab.Losses.Kernels;

/// <summary>The kernel of losses on a softmax over the channels.</summary>
sealed unsafe class SoftmaxKernel(PixelTerm[] pixelTerms, RegionTerm[] regionTerms, OverlapSums[] overlaps)
    : LossKernel(pixelTerms, regionTerms, overlaps)
{
    protected override int ElementsPerPixel => 1;

    protected override double ClassWeightSum(PixelTerm term, TargetCounts targets) =>
        term.HasClassWeights && !HasSoftTarget ? targets.ClassWeightSum(term) : targets.Pixels;

    protected override bool Process(Tile tile, Span<double> sums)
    {
        bool pixels = PixelsWanted && PixelTerms.Length > 0, sparse = false, dense = false;
        foreach (PixelTerm term in PixelTerms)
        {
            bool everyClass = term.IsDense(tile.Soft != null);
            dense |= pixels && everyClass;
            sparse |= pixels && (!everyClass || term.Normalizer is not null);
        }

        bool finite = Exponentiate(tile, findTruth: sparse);
        if (SumsWanted)
        {
            for (int o = 0; o < Overlaps.Length; o++)
                for (int k = 0; k < tile.Channels; k++)
                    fixed (double* destination = sums[OverlapStart(o, k)..])
                        Overlaps[o].Add(tile, k, k, tile.Exponentials + k * tile.Size, tile.Inverse, destination);
        }

        if (pixels)
        {
            Clear(tile.Slopes, tile.Size);
            if (dense && SlopesWanted) Clear(tile.LogSlopes, tile.Channels * tile.Size);
            if (MapWanted) Clear(tile.Map, tile.Size);
            for (int t = 0; t < PixelTerms.Length; t++)
            {
                PixelTerm term = PixelTerms[t];
                sums[t] += term.Softmax(tile, SlopesWanted, MapWanted);
                if (NormalizersWanted && term.Normalizer is { } normalizer)
                    sums[PixelTerms.Length + t] += normalizer.Softmax(tile, SlopesWanted, map: false);
            }

            if (MapWanted) WriteMap(tile, tile.Image);
        }

        if (!SlopesWanted) return finite;
        if (HasRegionTerms)
        {
            for (int o = 0; o < Overlaps.Length; o++)
                for (int k = 0; k < tile.Channels; k++)
                    Overlaps[o].Differentiate(tile, k, k, tile.Exponentials + k * tile.Size, tile.Inverse, tile.RegionSlopes + k * tile.Size, add: o > 0);
        }

        if (tile.Count < tile.Padded || Accumulates || dense || HasRegionTerms) WriteGradient(tile, dense);
        else WriteTrueClassGradient(tile);
        return finite;
    }

    static void Clear(float* rows, int count) => new Span<float>(rows, count).Clear();

    /// <summary>
    /// exp(z - max) of all channels and the inverse of their sum; for the true class also its likelihood, from it and from the others, so
    /// that nothing cancels when it is near 1.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static bool Exponentiate(Tile tile, bool findTruth)
    {
        int channels = tile.Channels, size = tile.Size, padded = tile.Padded;
        nint stride = tile.LogitStride;
        Vector512<float> finite = Vector512<float>.Zero;
        for (int i = 0; i < padded; i += Lanes.Count)
        {
            float* logits = tile.Logits + i;
            Vector512<float> maximum = Vector512.Load(logits);
            for (int k = 1; k < channels; k++) maximum = Vector512.MaxNative(maximum, Vector512.Load(logits + k * stride));

            Vector512<int> label = Vector512.Load(tile.Labels + i);
            Vector512<float> sum = Vector512<float>.Zero, truth = Vector512<float>.Zero, others = Vector512<float>.Zero, logit = maximum;
            float* exponentials = tile.Exponentials + i;
            for (int k = 0; k < channels; k++)
            {
                Vector512<float> z = Vector512.Load(logits);

                // 0 times an infinity or a NaN is NaN.
                finite = Vector512.MultiplyAddEstimate(z, Vector512<float>.Zero, finite);
                Vector512<float> e = LaneMath.Exp(z - maximum);
                e.Store(exponentials);
                sum += e;
                if (findTruth)
                {
                    Vector512<float> isTruth = Vector512.Equals(label, Vector512.Create(k)).AsSingle();
                    truth = Vector512.ConditionalSelect(isTruth, e, truth);
                    logit = Vector512.ConditionalSelect(isTruth, z, logit);
                    others += Vector512.AndNot(e, isTruth);
                }

                logits += stride;
                exponentials += size;
            }

            Vector512<float> inverse = Vector512<float>.One / sum;
            inverse.Store(tile.Inverse + i);
            maximum.Store(tile.Maximum + i);
            LaneMath.Log(sum).Store(tile.LogSum + i);
            if (!findTruth) continue;

            // log p = (z - max) - log(1 + rest), where rest is the sum without the largest exponential, which is 1.
            Vector512<float> isLargest = Vector512.Equals(logit, maximum);
            Vector512<float> rest = Vector512.ConditionalSelect(isLargest, others, others - Vector512<float>.One + truth);
            (truth * inverse).Store(tile.Probability + i);
            (others * inverse).Store(tile.Complement + i);
            (logit - maximum - LaneMath.Log1P(rest)).Store(tile.LogProbability + i);
        }

        return Vector512.EqualsAll(finite, Vector512<float>.Zero);
    }

    /// <summary>dz = d ([k is true] - p), where d is the slope by the true class's log p.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void WriteTrueClassGradient(Tile tile)
    {
        int padded = tile.Padded;
        int* labels = tile.Labels;
        float* slopes = tile.Slopes;

        // From here on the inverse sum is needed only with the slope.
        float* shares = tile.Inverse;
        for (int i = 0; i < padded; i += Lanes.Count) (Vector512.Load(shares + i) * Vector512.Load(slopes + i)).Store(shares + i);
        for (int k = 0; k < tile.Channels; k++)
        {
            float* gradient = GradientRow(tile, k);
            float* exponentials = tile.Exponentials + k * tile.Size;
            Vector512<int> label = Vector512.Create(k);
            bool aligned = ((nuint)gradient & 63) == 0;
            for (int i = 0; i < padded; i += Lanes.Count)
            {
                Vector512<float> isTruth = Vector512.Equals(Vector512.Load(labels + i), label).AsSingle();
                Vector512<float> result = (isTruth & Vector512.Load(slopes + i)) - Vector512.Load(exponentials + i) * Vector512.Load(shares + i);
                if (aligned) result.StoreAlignedNonTemporal(gradient + i);
                else result.Store(gradient + i);
            }
        }
    }

    /// <summary>dz_k = p_k (G_k - sum p G) + h_k - p_k sum h, G the slopes by p and h those by log p.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void WriteGradient(Tile tile, bool dense)
    {
        int size = tile.Size, channels = tile.Channels;
        bool region = HasRegionTerms, pixel = PixelTerms.Length > 0;
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
            Vector512<float> slope = pixel ? Vector512.Load(tile.Slopes + i) : Vector512<float>.Zero;
            Vector512<int> labels = Vector512.Load(tile.Labels + i);
            Vector512<float> mean = Vector512<float>.Zero;
            if (region)
            {
                for (int k = 0; k < channels; k++)
                    mean = Vector512.MultiplyAddEstimate(Vector512.Load(exponentials + k * size), Vector512.Load(regionSlopes + k * size), mean);
                mean *= inverse;
            }

            mean += slope;
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
                if (pixel) result += Vector512.Equals(labels, Vector512.Create(k)).AsSingle() & slope;
                if (dense) result += Vector512.Load(logSlopes + k * size);
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
