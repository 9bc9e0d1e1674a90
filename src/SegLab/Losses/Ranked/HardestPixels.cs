using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SegLab.Losses.Kernels;
using SegLab.Numerics;

namespace SegLab.Losses.Ranked;

/// <summary>
/// Keeps the pixels with the greatest losses: a share of them (top-k, Wu et al. 2016), or those above a threshold but not too few (online
/// hard example mining, Shrivastava et al. 2016). Of equal losses those of the first pixels are kept.
/// </summary>
/// <remarks>
/// Exact: the bits of the losses, put in the order of the numbers, are counted digit by digit until only one value is left at the
/// edge. Blocks of fixed size count for themselves, so the choice does not depend on the number of threads.
/// </remarks>
sealed unsafe class HardestPixels : ParallelLoop, IPixelSelection
{
    const int BlockPixels = 1 << 14, Digits = SelectionEdge.Digits, Places = 4;

    SelectionEdge[] edges = [];
    int[] counts = [], ties = [], valid = [], above = [];
    float* losses;
    int* labels;
    nint pixels;
    int images, blocksPerGroup, blocksPerImage, level;

    /// <summary>Top-k: the share of the pixels that is kept, above 0 to 100; rounded down to whole pixels, at least one.</summary>
    public double Percentage { get; init; } = 100;

    /// <summary>Hard example mining in place of a share: keeps the pixels whose loss is above this, if it is set.</summary>
    public double? Threshold { get; init; }

    /// <summary>Hard example mining: keeps at least so many pixels, or all that count.</summary>
    public int MinimumKept { get; init; } = 1;

    /// <summary>
    /// Top-k: whether ignored pixels count as pixels with a loss of 0 (nnU-Net): the share is one of all pixels, and an ignored pixel that is
    /// kept weighs nothing while the mean still divides by it.
    /// </summary>
    public bool CountIgnored { get; init; }

    /// <summary>Whether kept pixels weigh 1 over their number (and that of the images, chosen by themselves), and not 1.</summary>
    public bool TakesMean { get; init; } = true;

    /// <summary>Over which pixels the choice is made; with images each by itself, their means are averaged.</summary>
    public Aggregate Aggregate { get; init; } = Aggregate.Batch;

    /// <summary>How many pixels the last call kept of an image, or of the batch.</summary>
    public long Kept(int group) => edges[group].Kept;

    /// <inheritdoc/>
    public void Select(float* losses, int* labels, int images, nint pixels, int threads)
    {
        this.losses = losses;
        this.labels = labels;
        (this.images, this.pixels) = (images, pixels);
        int groups = Aggregate == Aggregate.Batch ? 1 : images;
        blocksPerImage = checked((int)((pixels + BlockPixels - 1) / BlockPixels));
        blocksPerGroup = blocksPerImage * (images / groups);
        int blocks = groups * blocksPerGroup;
        if (valid.Length < blocks) (valid, above, ties, counts) = (new int[blocks], new int[blocks], new int[blocks], new int[blocks * Digits]);
        if (edges.Length < groups) edges = new SelectionEdge[groups];

        for (level = 0; level < SelectionEdge.Levels; level++)
        {
            Run(blocks, threads);
            for (int group = 0; group < groups; group++) Narrow(group);
        }

        for (int group = 0; group < groups; group++) ShareTies(group);
        Run(blocks, threads);
    }

    protected override void Invoke(int item, int worker)
    {
        nint start = item % blocksPerImage * (nint)BlockPixels, length = Math.Min(BlockPixels, pixels - start);
        nint first = item / blocksPerImage * pixels + start;
        ref SelectionEdge edge = ref edges[item / blocksPerGroup];
        if (level == SelectionEdge.Levels) Write(losses + first, labels + first, (int)length, edge, ties[item]);
        else Count(losses + first, labels + first, (int)length, item, edge.Prefix);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Count(float* losses, int* labels, int length, int block, uint prefix)
    {
        (int shift, int bits) = SelectionEdge.Digit(level);
        Vector512<uint> known = Vector512.Create(prefix), digit = Vector512.Create((1u << bits) - 1);
        Vector512<float> threshold = Vector512.Create(GreatestUpTo(Threshold ?? double.PositiveInfinity));
        uint* next = stackalloc uint[Lanes.Count];
        int counted = 0, hard = 0;

        // Losses lie close together, so that their first digits are few: neighbours count in different places, and no count waits for the one before it to be stored.
        int* places = stackalloc int[Places * Digits];
        new Span<int>(places, Places * Digits).Clear();
        for (int i = 0; i < length; i += Lanes.Count)
        {
            Vector512<float> loss = Load(losses + i, length - i);
            Vector512<uint> rank = Rank(loss, Ignored(labels + i, length - i), length - i, out Vector512<uint> eligible);
            if (level > 0) eligible &= Vector512.Equals(rank >>> (shift + bits), known);
            uint lanes = (uint)eligible.ExtractMostSignificantBits();
            if (lanes == 0) continue;
            counted += BitOperations.PopCount(lanes);
            hard += BitOperations.PopCount((uint)Vector512.GreaterThan(loss, threshold).ExtractMostSignificantBits() & lanes);
            ((rank >>> shift) & digit).Store(next);
            if (lanes == ushort.MaxValue)
            {
                for (int lane = 0; lane < Lanes.Count; lane += Places)
                {
                    places[next[lane]]++;
                    (places + Digits)[next[lane + 1]]++;
                    (places + 2 * Digits)[next[lane + 2]]++;
                    (places + 3 * Digits)[next[lane + 3]]++;
                }
            }
            else
            {
                for (; lanes != 0; lanes &= lanes - 1) places[next[BitOperations.TrailingZeroCount(lanes)]]++;
            }
        }

        Span<int> histogram = counts.AsSpan(block * Digits, Digits);
        new ReadOnlySpan<int>(places, Digits).CopyTo(histogram);
        for (int place = 1; place < Places; place++) TensorPrimitives.Add(histogram, new ReadOnlySpan<int>(places + place * Digits, Digits), histogram);
        if (level == 0) (valid[block], above[block]) = (counted, hard);
    }

    // Whole vectors without a call; the last of an image may be shorter.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> Load(float* source, int count) => count >= Lanes.Count ? Vector512.Load(source) : LoadPart(source, count);

    [MethodImpl(MethodImplOptions.NoInlining)]
    static Vector512<float> LoadPart(float* source, int count) => Lanes.Load(source, count).Vector;

    [MethodImpl(MethodImplOptions.NoInlining)]
    static void StorePart(Vector512<float> values, float* destination, int count) => new Lanes(values).Store(destination, count);

    static float GreatestUpTo(double number) => (float)number > number ? MathF.BitDecrement((float)number) : (float)number;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<uint> Ignored(int* labels, int count) =>
        Vector512.Equals(Load((float*)labels, count).AsInt32(), Vector512.Create(Tile.NoLabel)).AsUInt32();

    // The bits of a float in an order that is that of the numbers, negative ones too; both zeros are one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Vector512<uint> Rank(Vector512<float> loss, Vector512<uint> ignored, int count, out Vector512<uint> eligible)
    {
        eligible = Vector512.LessThan(Vector512<uint>.Indices, Vector512.Create((uint)count));
        if (!CountIgnored) eligible &= ~ignored;
        Vector512<int> bits = (loss + Vector512<float>.Zero).AsInt32() & ~ignored.AsInt32();
        return (bits ^ ((bits >> 31) | Vector512.Create(int.MinValue))).AsUInt32();
    }

    void Narrow(int group)
    {
        ref SelectionEdge edge = ref edges[group];
        int first = group * blocksPerGroup;
        if (level == 0)
        {
            long all = 0, hard = 0;
            foreach (int count in valid.AsSpan(first, blocksPerGroup)) all += count;
            foreach (int count in above.AsSpan(first, blocksPerGroup)) hard += count;
            long wanted = Threshold is null ? Math.Max(1, (long)Math.Floor(all * Percentage / 100)) : Math.Max(hard, MinimumKept);
            edge = new SelectionEdge(Math.Min(wanted, all));
        }

        edge.Narrow(counts.AsSpan(first * Digits, blocksPerGroup * Digits), level);
    }

    // How many of the pixels at the edge each block keeps: those of the first blocks before those of the later ones.
    void ShareTies(int group)
    {
        ref SelectionEdge edge = ref edges[group];
        long left = edge.Remaining;
        uint mask = (1u << SelectionEdge.Digit(SelectionEdge.Levels - 1).Bits) - 1;
        for (int block = group * blocksPerGroup; block < (group + 1) * blocksPerGroup; block++)
        {
            ties[block] = (int)Math.Min(left, counts[block * Digits + (int)(edge.Prefix & mask)]);
            left -= ties[block];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Write(float* losses, int* labels, int length, in SelectionEdge edge, int ties)
    {
        int groups = Aggregate == Aggregate.Batch ? 1 : images;
        Vector512<float> weight = Vector512.Create(!TakesMean ? 1 : edge.Kept == 0 ? 0 : (float)(1.0 / (edge.Kept * (double)groups)));
        Vector512<uint> least = Vector512.Create(edge.Prefix);
        for (int i = 0; i < length; i += Lanes.Count)
        {
            Vector512<uint> ignored = Ignored(labels + i, length - i);
            Vector512<uint> rank = Rank(Load(losses + i, length - i), ignored, length - i, out Vector512<uint> eligible);
            uint tied = (uint)(Vector512.Equals(rank, least) & eligible).ExtractMostSignificantBits();
            while (BitOperations.PopCount(tied) > ties) tied ^= 1u << BitOperations.Log2(tied);
            ties -= BitOperations.PopCount(tied);

            Vector512<uint> kept = (Vector512.GreaterThan(rank, least) & eligible) | LanePacking.Mask(tied).AsUInt32();
            Vector512<float> weights = weight & (kept & ~ignored).AsSingle();
            if (i + Lanes.Count <= length) weights.Store(losses + i);
            else StorePart(weights, losses + i, length - i);
        }
    }
}
