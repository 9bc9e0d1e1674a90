using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SegLab.Numerics;

namespace SegLab.Losses.Kernels;

/// <summary>The kernel of losses on a softmax over the channels.</summary>
sealed unsafe class SoftmaxKernel : LossKernel
{
    readonly bool hasChannelTerms, channelTermsAreSharp;

    public SoftmaxKernel(LossTerms terms)
        : base(terms)
    {
        hasChannelTerms = terms.Pixel.Any(term => term.EachChannel);
        channelTermsAreSharp = terms.Pixel.TrueForAll(term => !term.EachChannel || term.LabelSmoothing == 0);
    }

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

        bool finite = SoftmaxExponentials.Find(tile, findTruth: sparse, findLogarithms: dense);
        bool labelled = IsLabelledOverlap(tile);
        if (SumsWanted && labelled)
        {
            LabelledOverlap.Add(tile);
        }
        else if (SumsWanted)
        {
            for (int o = 0; o < Overlaps.Length; o++) Overlaps[o].AddChannels(tile, OverlapLanes(tile, o, 0));
            for (int k = 0; Planes.IsUsed && k < tile.Channels; k++) Planes.Keep(tile, k, tile.Exponentials + k * tile.Size, tile.Inverse, Pixels);
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
            for (int o = 0; o < Overlaps.Length; o++) Overlaps[o].DifferentiateChannels(tile, add: o > 0);
            for (int k = 0; Planes.IsUsed && k < tile.Channels; k++)
                Planes.AddSlopes(tile, k, Pixels, tile.RegionSlopes + k * tile.Size, add: Overlaps.Length > 0);
        }

        if (copied || dense || HasRegionTerms) WriteGradient(tile, sparse, dense);
        else WriteTrueClassGradient(tile);
        return finite;
    }

    bool IsLabelledOverlap(Tile tile) => tile.Soft == null && Overlaps is [{ IsPlain: true }] && !Planes.IsUsed;

    void EvaluatePixelTerms(Tile tile, bool dense, Span<double> sums)
    {
        Clear(tile.Slopes, tile.Size);
        if (dense && SlopesWanted) Clear(tile.LogSlopes, tile.Channels * tile.Size);
        if (MapWanted) Clear(tile.Map, tile.Size);
        EvaluateClassTerms(tile, sums);
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
        bool labelled = tile.Soft == null && channelTermsAreSharp;
        for (int k = 0; k < tile.Channels; k++)
        {
            if (labelled) SoftmaxOutcomes.OfLabelled(tile, k);
            else SoftmaxOutcomes.OfChannel(tile, k);
            Clear(tile.Slopes, tile.Size);
            Clear(tile.AbsentSlopes, tile.Size);
            for (int t = 0; t < PixelTerms.Length; t++)
            {
                PixelTerm term = PixelTerms[t];
                if (!term.EachChannel) continue;
                sums[t] += labelled ? term.Outcome(tile, k, k, SlopesWanted, MapWanted) : term.Channel(tile, k, k, SlopesWanted, MapWanted);
            }

            if (!SlopesWanted) continue;
            if (labelled) SoftmaxOutcomes.KeepLabelledSlopes(tile, k);
            else SoftmaxOutcomes.KeepSlopes(tile, k);
        }

        trueClassSlopes.CopyTo(new Span<float>(tile.Slopes, tile.Size));
        trueClassComplement.CopyTo(new Span<float>(tile.Complement, tile.Size));
    }

    static void Clear(float* rows, int count) => new Span<float>(rows, count).Clear();

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
        bool region = HasRegionTerms;
        float* first = GradientRow(tile, 0);
        nint stride = Pixels;
        bool whole = tile.Count == tile.Padded && !Accumulates;
        bool streamed = whole && ((nuint)first & 63) == 0 && stride % Lanes.Count == 0;
        for (int i = 0; i < tile.Padded; i += Tile.Step)
        {
            float* exponentials = tile.Exponentials + i, regionSlopes = tile.RegionSlopes + i, logSlopes = tile.LogSlopes + i;
            VectorQuad inverse = VectorQuad.Load(tile.Inverse + i), mean = VectorQuad.Zero;
            if (region)
            {
                for (int k = 0; k < channels; k++)
                    mean = VectorQuad.MultiplyAdd(VectorQuad.Load(exponentials + k * size), VectorQuad.Load(regionSlopes + k * size), mean);
                mean *= inverse;
            }

            if (dense)
            {
                for (int k = 0; k < channels; k++) mean += VectorQuad.Load(logSlopes + k * size);
            }

            // What p is multiplied by at the true class, where 1 - p comes from the others, and elsewhere.
            VectorQuad labels = VectorQuad.Load((float*)tile.Labels + i), truth = VectorQuad.Zero, elsewhere = mean;
            if (sparse)
            {
                VectorQuad slope = VectorQuad.Load(tile.Slopes + i);
                truth = slope * VectorQuad.Load(tile.Complement + i);
                elsewhere += slope;
            }

            float* gradient = first + i;
            for (int k = 0; k < channels; k++)
            {
                VectorQuad by = elsewhere, result = VectorQuad.Zero;
                if (sparse)
                {
                    VectorQuad isTruth = VectorQuad.Equals(labels, k);
                    by = VectorQuad.Select(isTruth, mean, elsewhere);
                    result = isTruth & truth;
                }

                if (dense) result += VectorQuad.Load(logSlopes + k * size);
                if (hasChannelTerms) result += SoftmaxOutcomes.OvertakenSlope(tile, k, i);
                if (region) by -= VectorQuad.Load(regionSlopes + k * size);
                result -= VectorQuad.Load(exponentials + k * size) * inverse * by;
                if (streamed)
                {
                    result.Stream(gradient);
                }
                else if (whole)
                {
                    result.Store(gradient);
                }
                else
                {
                    WritePart(tile, gradient - i, i, result);
                }

                gradient += stride;
            }
        }
    }
}
