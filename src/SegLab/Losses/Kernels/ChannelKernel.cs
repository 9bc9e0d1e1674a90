using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using SegLab.Numerics;

namespace SegLab.Losses.Kernels;

/// <summary>The kernel of losses that take each channel by itself: on a sigmoid, or on probabilities that are given.</summary>
sealed unsafe class ChannelKernel<TActivation> : LossKernel
    where TActivation : struct, IChannelActivation
{
    readonly bool looksAtTruthAlone, looksAtOneOutcome, looksAtPlainSumsAlone;
    readonly LabelledFormula? alone;

    public ChannelKernel(LossTerms terms)
        : base(terms)
    {
        bool sharp = terms.Pixel.TrueForAll(term => term.LabelSmoothing == 0);
        looksAtTruthAlone = sharp && !HasRegionTerms && !terms.Pixel.Exists(term => term.EachChannel);
        looksAtOneOutcome = sharp && !Planes.IsUsed && terms.Overlaps is [] or [{ IsPlain: true }];
        looksAtPlainSumsAlone = looksAtOneOutcome && terms.Overlaps.Count == 1 && terms.Pixel.Count == 0;
        if (looksAtOneOutcome && terms.Pixel is [{ Normalizer: null, Selection: null } term]) alone = term.Under<TActivation>();
    }

    protected override (Func<float, bool> Holds, string What) Accepts => TActivation.Accepts;

    protected override bool Process(Tile tile, Span<double> sums)
    {
        if (looksAtTruthAlone && tile.Soft == null && tile.Channels > 1) return ProcessTruth(tile, sums);
        if (looksAtOneOutcome && tile.Soft == null && (!SlopesWanted || (tile.Count == tile.Padded && !Accumulates))) return ProcessOutcome(tile, sums);
        bool valid = true;
        for (int k = 0; k < tile.Channels; k++)
        {
            int label = tile.Channels == 1 ? 1 : k;
            valid &= Squash(tile, tile.Logits + k * tile.LogitStride, logarithms: PixelsWanted);
            if (SumsWanted)
            {
                for (int o = 0; o < Overlaps.Length; o++) Overlaps[o].Add(tile, label, k, tile.Probability, tile.Ones, OverlapLanes(tile, o, k));
                if (Planes.IsUsed) Planes.Keep(tile, k, tile.Probability, tile.Ones, Pixels);
            }

            new Span<float>(tile.Slopes, tile.Size).Clear();
            new Span<float>(tile.AbsentSlopes, tile.Size).Clear();
            if (PixelsWanted) EvaluatePixelTerms(tile, label, k, sums, oneOutcome: false);
            if (!SlopesWanted) continue;
            for (int o = 0; o < Overlaps.Length; o++)
                Overlaps[o].Differentiate(tile, label, k, tile.Probability, tile.Ones, tile.RegionSlopes, add: o > 0);
            if (Planes.IsUsed) Planes.AddSlopes(tile, k, Pixels, tile.RegionSlopes, add: Overlaps.Length > 0);
            WriteGradient(tile, GradientRow(tile, k));
        }

        return valid;
    }

    /// <summary>Whether the pass of the sums leaves in the gradient's place what it takes to finish it.</summary>
    bool KeepsRates(Tile tile) => looksAtPlainSumsAlone && GradientWanted && !TargetIsSoft && !Accumulates && tile.Count == tile.Padded;

    protected override bool Finish(Tile tile)
    {
        if (!KeepsRates(tile)) return false;
        for (int k = 0; k < tile.Channels; k++)
            LabelledChannel<TActivation>.ScaleRates(GradientRow(tile, k), tile.Count, Overlaps[0].SlopesOf(tile.Image, k, tile.Channels));
        return true;
    }

    /// <summary>With one label a pixel only the outcome that holds is computed.</summary>
    bool ProcessOutcome(Tile tile, Span<double> sums)
    {
        bool valid = true;
        for (int k = 0; k < tile.Channels; k++)
        {
            int label = tile.Channels == 1 ? 1 : k;
            float* given = tile.Logits + k * tile.LogitStride;
            if (SumsWanted && HasRegionTerms)
            {
                valid &= KeepsRates(tile)
                    ? LabelledChannel<TActivation>.AddAndKeepRates(tile, given, label, OverlapLanes(tile, 0, k), GradientRow(tile, k))
                    : LabelledChannel<TActivation>.Add(tile, given, label, OverlapLanes(tile, 0, k));
            }

            if (!PixelsWanted) continue;
            ReadOnlySpan<double> slopes = SlopesWanted && HasRegionTerms ? Overlaps[0].SlopesOf(tile.Image, k, tile.Channels) : default;
            if (alone is not null && !MapWanted)
            {
                valid &= alone.Evaluate(tile, given, label, k, slopes, SlopesWanted ? GradientRow(tile, k) : null, ref sums[0]);
                continue;
            }

            valid &= LabelledChannel<TActivation>.Find(tile, given, label);
            EvaluatePixelTerms(tile, label, k, sums, oneOutcome: true);
            if (SlopesWanted) LabelledChannel<TActivation>.WriteGradient(tile, label, slopes, GradientRow(tile, k));
        }

        return valid;
    }

    /// <summary>With one label a pixel and nothing to say of the other channels, only the true one is computed.</summary>
    bool ProcessTruth(Tile tile, Span<double> sums)
    {
        bool valid = Gather(tile, tile.Maximum);
        Squash(tile, tile.Maximum, logarithms: PixelsWanted);
        new Span<float>(tile.Slopes, tile.Size).Clear();
        if (MapWanted) new Span<float>(tile.Map, tile.Size).Clear();
        if (PixelsWanted) EvaluateClassTerms(tile, sums);
        if (MapWanted) WriteMap(tile, tile.Image);
        if (!SlopesWanted) return valid;

        for (int i = 0; i < tile.Padded; i += Lanes.Count)
        {
            var rates = TActivation.Rates(Vector512.Load(tile.Probability + i), Vector512.Load(tile.Complement + i));
            (Vector512.Load(tile.Slopes + i) * rates.Present).Store(tile.Slopes + i);
        }

        WriteTruthGradient(tile);
        return valid;
    }

    /// <summary>Writes the slopes at each pixel's true channel and 0 at the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void WriteTruthGradient(Tile tile)
    {
        for (int k = 0; k < tile.Channels; k++)
        {
            float* gradient = GradientRow(tile, k);
            bool whole = tile.Count == tile.Padded && !Accumulates, streamed = whole && ((nuint)gradient & 63) == 0;
            for (int i = 0; i < tile.Padded; i += Tile.Step)
            {
                VectorQuad result = VectorQuad.Equals(VectorQuad.Load((float*)tile.Labels + i), k) & VectorQuad.Load(tile.Slopes + i);
                if (streamed) result.Stream(gradient + i);
                else if (whole) result.Store(gradient + i);
                else WritePart(tile, gradient, i, result);
            }
        }
    }

    /// <summary>The given number of each pixel's true channel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static bool Gather(Tile tile, float* truth)
    {
        Vector512<float> faults = Vector512<float>.Zero;
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
        {
            Vector512<float> found = Vector512<float>.Zero;
            float* given = tile.Logits + i;
            for (int k = 0; k < tile.Channels; k++)
            {
                if (Sse.IsSupported) Sse.Prefetch0(given + 2 * Tile.Step);
                Vector512<float> x = Vector512.Load(given);
                faults = TActivation.AddFaults(faults, x);
                found = Vector512.ConditionalSelect(tile.IsLabel(k, i), x, found);
                given += tile.LogitStride;
            }

            found.Store(truth + i);
        }

        return faults.AsInt32() == Vector512<int>.Zero;
    }

    void EvaluatePixelTerms(Tile tile, int label, int channel, Span<double> sums, bool oneOutcome)
    {
        if (oneOutcome && SlopesWanted) new Span<float>(tile.Slopes, tile.Size).Clear();
        if (MapWanted) new Span<float>(tile.Map, tile.Size).Clear();
        for (int t = 0; t < PixelTerms.Length; t++)
        {
            PixelTerm term = PixelTerms[t];
            bool keepsLosses = KeepsLosses(tile, term);
            sums[t] += Evaluate(term, MapWanted || keepsLosses);
            if (keepsLosses) KeepLosses(tile, term, add: channel > 0);
            if (NormalizersWanted && term.Normalizer is { } normalizer) sums[PixelTerms.Length + t] += Evaluate(normalizer, map: false);
        }

        if (MapWanted) WriteMap(tile, PixelTerms[0].EachChannel ? tile.Image * tile.Channels + channel : tile.Image);

        double Evaluate(PixelTerm term, bool map) => oneOutcome
            ? term.Outcome(tile, label, channel, SlopesWanted, map)
            : term.Channel(tile, label, channel, SlopesWanted, map);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static bool Squash(Tile tile, float* given, bool logarithms)
    {
        Vector512<float> faults = Vector512<float>.Zero;
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
        {
            Vector512<float> x = Vector512.Load(given + i);
            faults = TActivation.AddFaults(faults, x);
            ChannelOutcomes outcomes = TActivation.Outcomes(x, logarithms);
            outcomes.P.Store(tile.Probability + i);
            outcomes.Q.Store(tile.Complement + i);
            if (!logarithms) continue;
            outcomes.LogP.Store(tile.LogProbability + i);
            outcomes.LogQ.Store(tile.LogComplement + i);
        }

        return faults.AsInt32() == Vector512<int>.Zero;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void WriteGradient(Tile tile, float* gradient)
    {
        bool region = HasRegionTerms, pixels = PixelsWanted;
        bool whole = tile.Count == tile.Padded && !Accumulates;
        bool streamed = whole && ((nuint)gradient & 63) == 0;
        float* row = stackalloc float[Lanes.Count];
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
        {
            var rates = TActivation.Rates(Vector512.Load(tile.Probability + i), Vector512.Load(tile.Complement + i));
            Vector512<float> result = Vector512<float>.Zero;
            if (pixels) result = Vector512.Load(tile.Slopes + i) * rates.Present - Vector512.Load(tile.AbsentSlopes + i) * rates.Absent;
            if (region) result += rates.Probability * Vector512.Load(tile.RegionSlopes + i);
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
