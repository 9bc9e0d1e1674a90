using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SegLab.Losses.Kernels;
using SegLab.Numerics;

namespace SegLab.Losses.Ranked;

/// <summary>Ranks the planes of a call: a few at a time, so that they stay in the caches, each in blocks that the threads share.</summary>
/// <remarks>The blocks and buckets depend on the input alone and write only what is theirs, so neither does the result depend on the threads.</remarks>
abstract unsafe class RankingTerm : PlaneTerm
{
    const int PixelsAtATime = 1 << 21, SharesOfBuckets = 16;

    readonly List<RankedPlane> slots = [];
    readonly List<int> waiting = [];
    readonly PinnedMemory<ulong> spare = new();
    RankScratch[] scratches = [];
    ErrorExtent[] blockExtents = [];
    PlaneCall call;
    PlaneCut cut;
    Stage stage;
    LovaszErrors kind;
    int[] channels = [];
    int imagesPerGroup, active;
    bool notOneHot;

    enum Stage
    {
        Measure,
        Count,
        Arrange,
        Scatter,
        Tally,
        Rank,
        Spread,
    }

    /// <summary>The sum of errors times slopes of each plane.</summary>
    protected double[] Values { get; private set; } = [];

    /// <summary>Looks at the errors of each group of images and each channel given: <paramref name="extents"/> is <c>[groups, channels]</c>.</summary>
    protected void Measure(in PlaneCall call, LovaszErrors kind, int imagesPerGroup, int[] channels, Span<ErrorExtent> extents)
    {
        (this.call, this.kind, this.imagesPerGroup, this.channels) = (call, kind, imagesPerGroup, channels);
        cut = new PlaneCut(imagesPerGroup, call.Pixels);
        int items = extents.Length * cut.Blocks;
        if (blockExtents.Length < items) blockExtents = new ErrorExtent[items];
        Volatile.Write(ref notOneHot, false);
        Execute(Stage.Measure, items);
        if (Volatile.Read(ref notOneHot)) ThrowNotOneHot();
        for (int plane = 0; plane < extents.Length; plane++)
        {
            extents[plane] = new ErrorExtent();
            for (int block = 0; block < cut.Blocks; block++) extents[plane].Include(blockExtents[plane * cut.Blocks + block]);
        }
    }

    /// <summary>Finds the values of the planes last measured and adds the slopes, times the planes' scales, to those of the call.</summary>
    protected void Rank(ReadOnlySpan<ErrorExtent> extents, ReadOnlySpan<double> scales)
    {
        if (Values.Length < extents.Length) Values = new double[extents.Length];
        Array.Clear(Values);
        int atATime = (int)Math.Clamp(PixelsAtATime / cut.Pixels, 1, extents.Length);
        while (slots.Count < atATime) slots.Add(new RankedPlane());
        if (scratches.Length < Math.Max(call.Threads, 1)) scratches = [.. Enumerable.Range(0, call.Threads).Select(_ => new RankScratch())];
        foreach (RankScratch scratch in scratches) scratch.Reserve(cut.Digits);
        spare.Reserve(checked((int)(2 * cut.Pixels * atATime)));

        waiting.Clear();
        for (int plane = 0; plane < extents.Length; plane++)
        {
            if (extents[plane].Greatest == 0 || scales[plane] == 0) continue;
            int group = plane / channels.Length, channel = channels[plane % channels.Length];
            slots[waiting.Count].Prepare(call, cut, kind, group * imagesPerGroup, channel, extents[plane], scales[plane]);
            waiting.Add(plane);
            if (waiting.Count == atATime) RankWaiting();
        }

        RankWaiting();
    }

    void RankWaiting()
    {
        active = waiting.Count;
        Execute(Stage.Count, active * cut.Blocks);
        Execute(Stage.Arrange, active);
        Execute(Stage.Scatter, active * cut.Blocks);
        if (call.Weights != null) Execute(Stage.Tally, active * SharesOfBuckets);
        for (int slot = 0; slot < active; slot++) Bucket.Accumulate(slots[slot].Buckets);
        Execute(Stage.Rank, active * SharesOfBuckets);
        for (int slot = 0; slot < active; slot++)
            foreach (ref Bucket bucket in slots[slot].Buckets) Values[waiting[slot]] += bucket.Value;
        if (call.Slopes != null) Execute(Stage.Spread, active * cut.Blocks);
        waiting.Clear();
    }

    void Execute(Stage next, int items)
    {
        stage = next;
        Run(items, call.Threads);
    }

    protected sealed override void Invoke(int item, int worker)
    {
        switch (stage)
        {
            case Stage.Measure:
                blockExtents[item] = MeasureBlock(item / cut.Blocks, item % cut.Blocks);
                break;
            case Stage.Count:
                slots[item / cut.Blocks].CountBlock(item % cut.Blocks);
                break;
            case Stage.Arrange:
                slots[item].Arrange();
                break;
            case Stage.Scatter:
                slots[item / cut.Blocks].Scatter(item % cut.Blocks, scratches[worker]);
                break;
            case Stage.Spread:
                slots[item / cut.Blocks].Spread(item % cut.Blocks);
                break;
            default:
                RankBuckets(item / SharesOfBuckets, item % SharesOfBuckets, scratches[worker]);
                break;
        }
    }

    void RankBuckets(int slot, int share, RankScratch scratch)
    {
        RankedPlane plane = slots[slot];
        int first = share * plane.BucketCount / SharesOfBuckets, last = (share + 1) * plane.BucketCount / SharesOfBuckets;
        for (int index = first; index < last; index++)
        {
            if (stage == Stage.Tally)
            {
                plane.Tally(index);
                continue;
            }

            // A bucket that a worker's memory cannot hold has room of its own, at its place in the plane.
            ref Bucket bucket = ref plane.Buckets[index];
            bool small = bucket.Count <= RankScratch.Capacity;
            ulong* items = small ? scratch.Items : spare.Pointer + 2 * (slot * cut.Pixels + bucket.Start);
            ulong* other = items + (small ? RankScratch.Capacity : bucket.Count);
            bucket.Value = BucketRanking.Rank(plane, index, items, other, scratch.Counts);
        }
    }

    ErrorExtent MeasureBlock(int plane, int block)
    {
        int image = plane / channels.Length * imagesPerGroup + cut.ImageOf(block);
        var reader = new ErrorReader(call, image, channels[plane % channels.Length], kind);
        nint start = cut.StartOf(block), end = cut.EndOf(block), whole = end - (end - start) % Lanes.Count;
        ErrorExtent extent = MeasureRun(reader, start, whole);
        if (whole == end) return extent;
        float* room = stackalloc float[ErrorReader.PaddedLength];
        extent.Include(MeasureRun(reader.Pad(whole, (int)(end - whole), room), whole, end));
        return extent;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    ErrorExtent MeasureRun(ErrorReader reader, nint start, nint end)
    {
        Vector512<float> infinity = Vector512.Create(float.PositiveInfinity), greatest = Vector512<float>.Zero;
        Vector512<float> leastForeground = infinity, leastPositive = infinity;
        Vector512<double> weight = Vector512<double>.Zero;
        Vector512<int> count = Vector512<int>.Zero;
        bool oneHot = true;
        for (nint i = start; i < end; i += Lanes.Count)
        {
            Vector512<float> error = reader.Read(i, out Vector512<int> foreground);
            Vector512<float> positive = Vector512.GreaterThan(error, Vector512<float>.Zero);
            greatest = Vector512.MaxNative(greatest, error);
            leastPositive = Vector512.MinNative(leastPositive, Vector512.ConditionalSelect(positive, error, infinity));
            leastForeground = Vector512.MinNative(leastForeground, Vector512.ConditionalSelect(foreground.AsSingle(), error, infinity));
            count -= foreground;
            if (reader.Weights != null) weight += reader.ForegroundWeight(i, foreground);
            oneHot &= reader.IsOneHot(i);
        }

        if (!oneHot) Volatile.Write(ref notOneHot, true);
        var extent = new ErrorExtent { Foreground = reader.Weights != null ? Vector512.Sum(weight) : Vector512.Sum(count) };
        for (int lane = 0; lane < Lanes.Count; lane++)
        {
            extent.Greatest = Math.Max(extent.Greatest, greatest[lane]);
            extent.LeastForeground = Math.Min(extent.LeastForeground, leastForeground[lane]);
            extent.LeastPositive = Math.Min(extent.LeastPositive, leastPositive[lane]);
        }

        return extent;
    }

    void ThrowNotOneHot()
    {
        for (int image = 0; image < call.Images; image++)
            foreach (int channel in channels)
                for (nint i = 0; i < call.Pixels; i++)
                {
                    float y = call.Soft[((nint)image * call.Channels + channel) * call.Pixels + i];
                    if (y is 0 or 1 || call.Labels[image * call.Pixels + i] == Tile.NoLabel) continue;
                    throw new ArgumentException(
                        $"The soft target has {y} at image {image}, channel {channel}, pixel {i}: a Lovász loss needs a label map or a one-hot target.");
                }
    }
}
