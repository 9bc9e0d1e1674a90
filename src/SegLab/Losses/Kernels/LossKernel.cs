using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using SegLab.Numerics;

namespace SegLab.Losses.Kernels;

/// <summary>
/// Computes all the terms of a loss that share an activation, in one pass over the logits, or in two when a slope depends on sums.
/// </summary>
/// <remarks>
/// The pixels are cut into tiles and runs of tiles into blocks; the cut depends on the shape alone, every block sums for itself, and
/// blocks are added in order: the result is the same, bit for bit, for any number of threads. An instance serves one call at a time.
/// </remarks>
abstract unsafe class LossKernel : ParallelLoop
{
    const int ScratchFloats = 4096;
    const int BlockPixels = 4096;

    readonly PixelTerm[] pixelTerms;
    readonly PixelTerm[] normalizers;
    readonly RegionTerm[] regionTerms;
    readonly OverlapSums[] overlaps;
    readonly WeightMap[] maps;
    readonly bool countsClasses;
    readonly bool keepsLabels;
    readonly bool selects;
    readonly TargetCounts counts = new();
    readonly PlaneStage planes;

    Tile[] tiles = [];
    double[] blockSums = [];
    double[] termSums = [];
    LossArguments arguments;
    LabelReader labels;
    Pass pass;
    int tileSize, tilesPerImage, tilesPerBlock, blocksPerImage, sumsPerBlock;
    bool slopesInThisPass;
    bool normalizersInThisPass;
    bool countsBytes;
    int badTarget, badLogit;

    protected LossKernel(LossTerms terms)
    {
        (pixelTerms, regionTerms, overlaps, planes) = ([.. terms.Pixel], [.. terms.Region], [.. terms.Overlaps], new PlaneStage([.. terms.Plane]));
        normalizers = [.. pixelTerms.Where(term => term.Normalizer is not null).Select(term => term.Normalizer!)];
        maps = [.. pixelTerms.Select(term => term.Map).Concat(overlaps.Select(overlap => overlap.Map)).Where(map => map?.Source is not null).Distinct()!];
        countsClasses = pixelTerms.Any(term => term.NeedsClassCounts) || overlaps.Any(overlap => overlap.NeedsClassCounts);
        selects = pixelTerms.Any(term => term.Selection is not null);
        keepsLabels = planes.IsUsed || maps.Length > 0 || selects;
    }

    enum Pass
    {
        /// <summary>Checks the targets and counts what the means divide by.</summary>
        Targets,

        /// <summary>Sums what slopes depend on.</summary>
        Sums,

        /// <summary>Values of the pixel terms and, when asked for, the gradient.</summary>
        Result,
    }

    protected ReadOnlySpan<PixelTerm> PixelTerms => pixelTerms;

    protected ReadOnlySpan<PixelTerm> Normalizers => normalizers;

    protected ReadOnlySpan<OverlapSums> Overlaps => overlaps;

    protected int Channels => arguments.Channels;

    protected nint Pixels => arguments.Pixels;

    /// <summary>Whether some slopes are by probabilities.</summary>
    protected bool HasRegionTerms => overlaps.Length > 0 || planes.IsUsed;

    /// <summary>What is kept of whole planes.</summary>
    protected PlaneStage Planes => planes;

    /// <summary>Where the result pass writes a map of each pixel's value.</summary>
    protected bool WantsMap => arguments.Map != null && pixelTerms.Length > 0;

    /// <summary>The value of the terms; also writes the gradient and the map.</summary>
    public double Evaluate(in LossArguments call)
    {
        arguments = call;
        Prepare();
        CountTargets();
        foreach (WeightMap map in maps) map.Fill(arguments, planes.Labels);
        ScaleTerms();

        bool gradient = call.Gradient != null;
        bool pixelsTwice = normalizers.Length > 0 || selects;
        bool sumsFirst = overlaps.Length > 0 || planes.IsUsed || pixelsTwice;
        double value = 0;
        if (sumsFirst && (gradient || pixelTerms.Length == 0 || pixelsTwice))
        {
            Execute(Pass.Sums);
            ThrowIfBad();
            value += ResolveSums();
            if (!gradient && pixelTerms.Length == 0) return value;
        }

        Execute(Pass.Result);
        ThrowIfBad();
        if (sumsFirst && !gradient && pixelTerms.Length > 0 && !pixelsTwice) value += ResolveSums();
        for (int t = 0; t < pixelTerms.Length; t++)
        {
            PixelTerm term = pixelTerms[t];
            value += term.Normalizer is null ? term.Scale * SumOverBlocks(t) : term.Factor * NormalizedValue(t);
        }

        return value;
    }

    void ThrowIfBad()
    {
        if (Volatile.Read(ref badTarget) != 0) BadInput.ThrowTarget(arguments, labels);
        if (Volatile.Read(ref badLogit) != 0) BadInput.ThrowLogit(arguments, Accepts);
    }

    /// <summary>What a given number must be, in words.</summary>
    protected abstract (Func<float, bool> Holds, string What) Accepts { get; }

    void Prepare()
    {
        int channels = arguments.Channels;
        nint pixels = arguments.Pixels;
        tileSize = 512;
        while (tileSize > Tile.Step && tileSize * channels > ScratchFloats) tileSize /= 2;
        tilesPerImage = checked((int)((pixels + tileSize - 1) / tileSize));
        tilesPerBlock = Math.Max(1, BlockPixels / tileSize);
        blocksPerImage = (tilesPerImage + tilesPerBlock - 1) / tilesPerBlock;
        sumsPerBlock = Math.Max(TargetCounts.Length(channels), 2 * pixelTerms.Length + overlaps.Length * channels * OverlapSums.Width);
        Grow(ref blockSums, checked(arguments.Images * blocksPerImage * sumsPerBlock));
        Grow(ref termSums, 2 * pixelTerms.Length);

        if (keepsLabels) planes.Prepare(arguments);
        foreach (PixelTerm term in pixelTerms)
            if (term.Selection is not null) term.Map!.Reserve(arguments.Images * pixels);
        int workers = Math.Max(1, arguments.Threads);
        if (tiles.Length < workers || tiles[0].Channels != channels || tiles[0].Size != tileSize)
        {
            tiles = new Tile[workers];
            for (int i = 0; i < workers; i++) tiles[i] = new Tile(channels, tileSize, overlaps.Length);
        }

        labels = new LabelReader
        {
            Kind = arguments.Kind,
            Labels = arguments.Labels,
            Limit = channels == 1 ? 2 : channels,
            Ignore = arguments.IgnoreIndex ?? Tile.NoLabel,
        };
        countsBytes = arguments.Kind == TargetKind.Byte && arguments.PixelWeights == null && !keepsLabels && (channels == 1 || !countsClasses);
        (badTarget, badLogit) = (0, 0);
    }

    static void Grow(ref double[] array, int length)
    {
        if (array.Length < length) array = new double[length];
    }

    void Execute(Pass next)
    {
        pass = next;
        slopesInThisPass = next == Pass.Result && arguments.Gradient != null;
        normalizersInThisPass = next == Pass.Sums || slopesInThisPass;
        Run(arguments.Images * blocksPerImage, arguments.Threads);
    }

    protected sealed override void Invoke(int item, int worker)
    {
        Tile tile = tiles[worker];
        tile.Image = item / blocksPerImage;
        int firstTile = item % blocksPerImage * tilesPerBlock;
        int lastTile = Math.Min(firstTile + tilesPerBlock, tilesPerImage);
        Span<double> sums = blockSums.AsSpan(item * sumsPerBlock, sumsPerBlock);
        sums.Clear();
        if (pass == Pass.Targets && countsBytes)
        {
            nint first = (nint)firstTile * tileSize;
            int count = (int)Math.Min((nint)tilesPerBlock * tileSize, arguments.Pixels - first);
            if (!TargetCounts.AddBytes(labels, tile.Image * arguments.Pixels + first, count, countsClasses, sums)) Volatile.Write(ref badTarget, 1);
            return;
        }

        for (int t = firstTile; t < lastTile; t++)
        {
            tile.Offset = (nint)t * tileSize;
            tile.Count = (int)Math.Min(tileSize, arguments.Pixels - tile.Offset);
            tile.Padded = (tile.Count + Tile.Step - 1) / Tile.Step * Tile.Step;
            tile.FirstPixel = tile.Image * arguments.Pixels + tile.Offset;
            if (pass == Pass.Result && Finish(tile)) continue;
            if (!ReadTarget(tile)) Volatile.Write(ref badTarget, 1);
            if (pass == Pass.Targets)
            {
                if (keepsLabels) planes.Keep(tile);
                TargetCounts.Add(tile, arguments.PixelWeights != null, countsClasses, sums);
                continue;
            }

            nint first = (nint)tile.Image * tile.Channels * arguments.Pixels + tile.Offset;
            tile.SetLogits(arguments.Logits + first, arguments.Pixels);
            if (!Process(tile, sums)) Volatile.Write(ref badLogit, 1);
        }

        if (pass != Pass.Targets && SumsWanted) CollectOverlaps(tile, sums[(2 * pixelTerms.Length)..]);
    }

    bool ReadTarget(Tile tile)
    {
        nint first = tile.Image * arguments.Pixels + tile.Offset;
        if (arguments.Kind != TargetKind.Soft)
        {
            tile.Soft = null;
            return labels.Read(tile, first, arguments.PixelWeights);
        }

        tile.WeightsAreOne = false;
        tile.SetSoft(arguments.Soft + (nint)tile.Image * tile.Channels * arguments.Pixels + tile.Offset, arguments.Pixels);
        for (int i = 0; i < tile.Padded; i++)
        {
            tile.Labels[i] = i < tile.Count ? 0 : Tile.NoLabel;
            tile.Weights[i] = i >= tile.Count ? 0 : arguments.PixelWeights == null ? 1 : arguments.PixelWeights[first + i];
        }

        return SoftTargetIsValid(tile);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static bool SoftTargetIsValid(Tile tile)
    {
        Vector512<float> valid = Vector512<float>.AllBitsSet;
        for (int k = 0; k < tile.Channels; k++)
        {
            float* shares = tile.Soft + k * tile.SoftStride;
            for (int i = 0; i < tile.Padded; i += Lanes.Count)
            {
                if (Sse.IsSupported) Sse.Prefetch0(shares + tile.Size + i);
                Vector512<float> share = Vector512.Load(shares + i);
                valid &= Vector512.GreaterThanOrEqual(share, Vector512<float>.Zero) & Vector512.LessThanOrEqual(share, Vector512<float>.One);
            }
        }

        return valid.AsInt32() == Vector512<int>.AllBitsSet;
    }

    /// <summary>Counts and checks the targets beforehand, but not shares of which nothing but their number is needed: these the next pass checks.</summary>
    void CountTargets()
    {
        if (arguments.Kind == TargetKind.Soft && arguments.PixelWeights == null && !countsClasses && !keepsLabels)
        {
            counts.CountAll(arguments.Images, arguments.Channels, arguments.Pixels);
            return;
        }

        Execute(Pass.Targets);
        ThrowIfBad();
        counts.Collect(blockSums, sumsPerBlock, blocksPerImage, arguments.Images, arguments.Channels);
    }

    void ScaleTerms()
    {
        foreach (PixelTerm term in pixelTerms)
        {
            if (term.Balance is { } balance) term.Presence = counts.AbsentShares(term.Presence, balance);
            term.MapIsFilled = term.Map?.Source is not null;
            if (term.Normalizer is not null) continue;
            double denominator = term.Reduction != Reduction.Mean ? 1 : Denominator(term);
            term.Scale = term.Selection is not null ? 1 : denominator == 0 ? 0 : term.Factor / denominator;
        }

        foreach (OverlapSums overlap in overlaps) overlap.Prepare(counts, arguments.Images, arguments.Channels);
    }

    double Denominator(PixelTerm term)
    {
        (CountedBy by, double times) = term.Divisor(arguments.Channels, arguments.Kind == TargetKind.Soft);
        return times * by switch
        {
            CountedBy.PixelWeights => term.Map is { } map ? map.Sum : counts.Weights,
            CountedBy.ClassWeights => counts.ClassWeightSum(term),
            _ => counts.Pixels,
        };
    }

    // Layout: the sums of the pixel terms, those of their normalizers, then each measure's, [class, 3].
    double ResolveSums()
    {
        int channels = arguments.Channels;
        for (int o = 0; o < overlaps.Length; o++)
        {
            int width = channels * OverlapSums.Width;
            for (int block = 0; block < arguments.Images * blocksPerImage; block++)
            {
                ReadOnlySpan<double> source = blockSums.AsSpan(block * sumsPerBlock + 2 * pixelTerms.Length + o * width, width);
                Span<double> destination = overlaps[o].Sums.AsSpan(block / blocksPerImage * width, width);
                for (int j = 0; j < width; j++) destination[j] += source[j];
            }
        }

        double value = 0;
        foreach (RegionTerm term in regionTerms)
        {
            Span<float> values = pixelTerms.Length == 0 && arguments.Map != null ? new Span<float>(arguments.Map, arguments.MapLength) : default;
            value += term.Resolve(arguments.Images, channels, values);
        }

        if (planes.IsUsed) value += planes.Resolve(arguments);
        for (int t = 0; t < pixelTerms.Length; t++)
        {
            PixelTerm term = pixelTerms[t];
            if (term.Selection is { } selection)
            {
                selection.Select(term.Map!.Weights, planes.Labels, arguments.Images, arguments.Pixels, arguments.Threads);
                (term.MapIsFilled, term.Scale) = (true, term.Factor);
            }

            if (term.Normalizer is not { } normalizer) continue;
            double numerator = SumOverBlocks(t), denominator = SumOverBlocks(pixelTerms.Length + t);
            (termSums[t], termSums[pixelTerms.Length + t]) = (numerator, denominator);

            // d (A / B) = dA / B - A dB / B^2
            term.Scale = denominator == 0 ? 0 : term.Factor / denominator;
            normalizer.Scale = denominator == 0 ? 0 : -term.Factor * numerator / (denominator * denominator);
        }

        return value;
    }

    double NormalizedValue(int term)
    {
        double denominator = termSums[pixelTerms.Length + term];
        return denominator == 0 ? 0 : termSums[term] / denominator;
    }

    double SumOverBlocks(int index)
    {
        double sum = 0;
        for (int block = 0; block < arguments.Images * blocksPerImage; block++) sum += blockSums[block * sumsPerBlock + index];
        return sum;
    }

    /// <summary>Does what the current pass asks for at one tile.</summary>
    /// <returns>Whether all logits are finite.</returns>
    protected abstract bool Process(Tile tile, Span<double> sums);

    /// <summary>Writes a tile's gradient from what the pass of the sums has left in its place, where that is enough.</summary>
    protected virtual bool Finish(Tile tile) => false;

    /// <summary>Makes sums of what the tiles of a block have added, and begins anew.</summary>
    void CollectOverlaps(Tile tile, Span<double> sums)
    {
        float* lanes = tile.OverlapLanes;
        for (int j = 0; j < overlaps.Length * tile.Channels * OverlapSums.Width; j++)
        {
            sums[j] = Vector512.Sum(Vector512.Load(lanes));
            Vector512<float>.Zero.Store(lanes);
            lanes += Lanes.Count;
        }
    }

    /// <summary>Whether this pass takes the sums of the measures.</summary>
    protected bool SumsWanted => pass == Pass.Sums || !slopesInThisPass;

    /// <summary>Whether this pass evaluates the pixel terms.</summary>
    protected bool PixelsWanted => pixelTerms.Length > 0 && (pass == Pass.Result || normalizers.Length > 0 || selects);

    /// <summary>Whether this pass writes the gradient.</summary>
    protected bool SlopesWanted => slopesInThisPass;

    /// <summary>Whether this pass writes the map.</summary>
    protected bool MapWanted => WantsMap && pass == Pass.Result;

    /// <summary>Whether this pass evaluates what divides the pixel terms.</summary>
    protected bool NormalizersWanted => normalizersInThisPass && normalizers.Length > 0;

    /// <summary>Whether this pass keeps the loss of each pixel, for a term to choose from.</summary>
    protected bool KeepsLosses(Tile tile, PixelTerm term)
    {
        if (pass != Pass.Sums || term.Selection is null) return false;
        new Span<float>(tile.Map, tile.Size).Clear();
        return true;
    }

    /// <summary>Keeps the tile's map as the losses that a term chooses from, or adds it to those of the channels before.</summary>
    protected static void KeepLosses(Tile tile, PixelTerm term, bool add)
    {
        var kept = new Span<float>(term.Map!.Weights + tile.FirstPixel, tile.Count);
        var found = new ReadOnlySpan<float>(tile.Map, tile.Count);
        if (add) TensorPrimitives.Add(kept, found, kept);
        else found.CopyTo(kept);
    }

    /// <summary>Evaluates the terms of one class a pixel, and what divides them.</summary>
    protected void EvaluateClassTerms(Tile tile, Span<double> sums)
    {
        for (int t = 0; t < pixelTerms.Length; t++)
        {
            PixelTerm term = pixelTerms[t];
            if (term.EachChannel) continue;
            bool keepsLosses = KeepsLosses(tile, term);
            sums[t] += Evaluate(term, MapWanted || keepsLosses);
            if (keepsLosses) KeepLosses(tile, term, add: false);
            if (NormalizersWanted && term.Normalizer is { } normalizer) sums[pixelTerms.Length + t] += Evaluate(normalizer, map: false);
        }

        double Evaluate(PixelTerm term, bool map) => term.IsDense(tile.Soft != null)
            ? term.EveryClass(tile, SlopesWanted, map)
            : term.TrueClass(tile, SlopesWanted, map);
    }

    /// <summary>Where the tile adds up a measure of a channel.</summary>
    protected static float* OverlapLanes(Tile tile, int overlap, int channel) =>
        tile.OverlapLanes + (overlap * tile.Channels + channel) * OverlapSums.Width * Lanes.Count;

    /// <summary>Where the gradient of a tile's channel goes.</summary>
    protected float* GradientRow(Tile tile, int channel) =>
        arguments.Gradient + ((nint)tile.Image * tile.Channels + channel) * arguments.Pixels + tile.Offset;

    /// <summary>Writes a quad of a tile's gradient that is not whole, or is added to what is there.</summary>
    protected void WritePart(Tile tile, float* gradient, int first, VectorQuad result)
    {
        float* row = stackalloc float[Tile.Step];
        result.Store(row);
        for (int i = first; i < Math.Min(first + Tile.Step, tile.Count); i++) gradient[i] = row[i - first] + (Accumulates ? gradient[i] : 0);
    }

    /// <summary>Whether the caller asks for the gradient, in whatever pass.</summary>
    protected bool GradientWanted => arguments.Gradient != null;

    /// <summary>Whether the target is shares of classes and not labels.</summary>
    protected bool TargetIsSoft => arguments.Kind == TargetKind.Soft;

    /// <summary>Whether the gradient is added to what is there.</summary>
    protected bool Accumulates => arguments.Accumulate;

    /// <summary>Copies the tile's map to the caller's.</summary>
    /// <param name="tile">The tile.</param>
    /// <param name="row">The image, or the image times the channels plus the channel.</param>
    protected void WriteMap(Tile tile, int row)
    {
        var destination = new Span<float>(arguments.Map + row * arguments.Pixels + tile.Offset, tile.Count);
        TensorPrimitives.Add(destination, new ReadOnlySpan<float>(tile.Map, tile.Count), destination);
    }
}
