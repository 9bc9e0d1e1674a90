using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SegLab.Numerics;

namespace SegLab.Losses.Kernels;

/// <summary>The kernel of losses on a sigmoid of each channel.</summary>
sealed unsafe class SigmoidKernel(PixelTerm[] pixelTerms, RegionTerm[] regionTerms, OverlapSums[] overlaps)
    : LossKernel(pixelTerms, regionTerms, overlaps)
{
    protected override int ElementsPerPixel => Channels;

    protected override double ClassWeightSum(PixelTerm term, TargetCounts targets)
    {
        double sum = 0;
        for (int k = 0; k < Channels; k++) sum += term.WeightOf(k);
        return sum * targets.Pixels;
    }

    protected override bool Process(Tile tile, Span<double> sums)
    {
        bool finite = true;
        for (int k = 0; k < tile.Channels; k++)
        {
            int label = tile.Channels == 1 ? 1 : k;
            finite &= Squash(tile, tile.Logits + k * tile.LogitStride, logarithms: PixelsWanted && PixelTerms.Length > 0);
            if (SumsWanted)
            {
                for (int o = 0; o < Overlaps.Length; o++)
                    fixed (double* destination = sums[OverlapStart(o, k)..])
                        Overlaps[o].Add(tile, label, k, tile.Probability, tile.Ones, destination);
            }

            new Span<float>(tile.Slopes, tile.Size).Clear();
            if (PixelsWanted && PixelTerms.Length > 0)
            {
                if (MapWanted) new Span<float>(tile.Map, tile.Size).Clear();
                for (int t = 0; t < PixelTerms.Length; t++)
                {
                    PixelTerm term = PixelTerms[t];
                    sums[t] += term.Sigmoid(tile, label, k, SlopesWanted, MapWanted);
                    if (NormalizersWanted && term.Normalizer is { } normalizer)
                        sums[PixelTerms.Length + t] += normalizer.Sigmoid(tile, label, k, SlopesWanted, map: false);
                }

                if (MapWanted) WriteMap(tile, tile.Image * tile.Channels + k);
            }

            if (!SlopesWanted) continue;
            if (HasRegionTerms)
            {
                for (int o = 0; o < Overlaps.Length; o++)
                    Overlaps[o].Differentiate(tile, label, k, tile.Probability, tile.Ones, tile.RegionSlopes, add: o > 0);
            }

            WriteGradient(tile, GradientRow(tile, k));
        }

        return finite;
    }

    /// <summary>p, 1 - p and their logarithms, none from the difference of others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static bool Squash(Tile tile, float* logits, bool logarithms)
    {
        Vector512<float> finite = Vector512<float>.Zero;
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
        {
            Vector512<float> z = Vector512.Load(logits + i);
            finite = Vector512.MultiplyAddEstimate(z, Vector512<float>.Zero, finite);
            Vector512<float> e = LaneMath.Exp(-Vector512.Abs(z));
            Vector512<float> larger = Vector512<float>.One / (Vector512<float>.One + e);
            Vector512<float> smaller = e * larger;
            Vector512<float> positive = Vector512.GreaterThanOrEqual(z, Vector512<float>.Zero);
            Vector512.ConditionalSelect(positive, larger, smaller).Store(tile.Probability + i);
            Vector512.ConditionalSelect(positive, smaller, larger).Store(tile.Complement + i);
            if (!logarithms) continue;
            Vector512<float> logOfLarger = -LaneMath.Log1P(e);
            Vector512<float> logOfSmaller = logOfLarger - Vector512.Abs(z);
            Vector512.ConditionalSelect(positive, logOfLarger, logOfSmaller).Store(tile.LogProbability + i);
            Vector512.ConditionalSelect(positive, logOfSmaller, logOfLarger).Store(tile.LogComplement + i);
        }

        return Vector512.EqualsAll(finite, Vector512<float>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void WriteGradient(Tile tile, float* gradient)
    {
        bool region = HasRegionTerms;
        bool whole = tile.Count == tile.Padded && !Accumulates;
        bool streamed = whole && ((nuint)gradient & 63) == 0;
        float* row = stackalloc float[Lanes.Count];
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
        {
            Vector512<float> result = Vector512.Load(tile.Slopes + i);
            if (region)
            {
                // dp / dz = p (1 - p)
                Vector512<float> rate = Vector512.Load(tile.Probability + i) * Vector512.Load(tile.Complement + i);
                result += rate * Vector512.Load(tile.RegionSlopes + i);
            }

            if (streamed)
            {
                result.StoreAlignedNonTemporal(gradient + i);
            }
            else if (whole)
            {
                result.Store(gradient + i);
            }
            else
            {
                int count = Math.Min(Lanes.Count, tile.Count - i);
                result.Store(row);
                for (int j = 0; j < count; j++) gradient[i + j] = row[j] + (Accumulates ? gradient[i + j] : 0);
            }
        }
    }
}
