using System.Numerics;
using System.Runtime.Intrinsics;
using SegLab.Losses.Kernels;
using SegLab.Numerics;

namespace SegLab.Losses.Ranked;

/// <summary>
/// One class's errors, of one image or of the batch, on their way through the sort: counted, scattered to buckets of falling error, ranked
/// inside the buckets, and read back in the order of the pixels.
/// </summary>
/// <remarks>
/// Floats from 0 on are ordered as their bits. An element is the distance of an error's bits below the greatest's, with the foreground bit
/// as its lowest. Pixels whose slope is 0 for certain are left out: errors of 0, and errors of other classes' pixels below the least of
/// the class's own, where the Jaccard loss has already reached 1.
/// </remarks>
sealed unsafe class RankedPlane
{
    readonly PinnedMemory<int> offsets = new(), totals = new();
    readonly PinnedMemory<uint> elements = new();
    readonly PinnedMemory<float> weights = new();
    Bucket[] buckets = [];
    PlaneCall call;
    PlaneCut cut;
    LovaszErrors kind;
    int firstImage, channel, shift, digits;

    /// <summary>The plane's errors in short, and what its slopes and its value are multiplied by.</summary>
    public ErrorExtent Extent { get; private set; }

    /// <inheritdoc cref="Extent"/>
    public double Scale { get; private set; }

    /// <summary>The runs of elements that are ranked one by one, in falling order.</summary>
    public Span<Bucket> Buckets => buckets.AsSpan(0, BucketCount);

    public int BucketCount { get; private set; }

    /// <summary>The elements of all buckets; once ranked, their slopes in the order that the elements had.</summary>
    public uint* Elements => elements.Pointer;

    /// <summary>The weights of the elements' pixels, or null.</summary>
    public float* Weights => call.Weights == null ? null : weights.Pointer;

    /// <summary>The bits of the greatest error.</summary>
    public int Greatest { get; private set; }

    int Threshold => Math.Max(1, Extent.Foreground == 0 ? Greatest : BitConverter.SingleToInt32Bits(Extent.LeastForeground));

    public void Prepare(in PlaneCall call, in PlaneCut cut, LovaszErrors kind, int firstImage, int channel, ErrorExtent extent, double scale)
    {
        (this.call, this.cut, this.kind, this.firstImage, this.channel, Extent, Scale) = (call, cut, kind, firstImage, channel, extent, scale);
        Greatest = BitConverter.SingleToInt32Bits(extent.Greatest);
        int least = Math.Max(Threshold, Math.Min(Greatest, BitConverter.SingleToInt32Bits(extent.LeastPositive)));
        digits = cut.Digits;
        shift = Math.Max(0, 32 - BitOperations.LeadingZeroCount((uint)(Greatest - least)) - BitOperations.Log2((uint)digits));
        offsets.Reserve(cut.Blocks * digits);
        totals.Reserve(digits);
        elements.Reserve(checked((int)cut.Pixels));
        if (call.Weights != null) weights.Reserve(checked((int)cut.Pixels));
        if (buckets.Length < digits) buckets = new Bucket[digits];
    }

    /// <summary>Counts the digits of a block.</summary>
    public void Count(int block, RankScratch scratch)
    {
        int* counts = offsets.Pointer + block * digits;
        new Span<int>(counts, digits).Clear();
        for (ErrorRun run = Begin(block, scratch); run.Next();) Count(run.Digits, run.Count, counts);
    }

    /// <summary>Turns the counts of all blocks into the places where their elements go, and cuts the order into buckets.</summary>
    public void Arrange()
    {
        int* total = totals.Pointer;
        new Span<int>(total, digits).Clear();
        for (int block = 0; block < cut.Blocks; block++)
        {
            int* counts = offsets.Pointer + block * digits;
            for (int d = 0; d < digits; d += Lanes.Count) (Vector512.Load(total + d) + Vector512.Load(counts + d)).Store(total + d);
        }

        CutBuckets(total);
        for (int block = 0; block < cut.Blocks; block++)
        {
            int* counts = offsets.Pointer + block * digits;
            for (int d = 0; d < digits; d += Lanes.Count)
            {
                Vector512<int> place = Vector512.Load(total + d);
                (place + Vector512.Load(counts + d)).Store(total + d);
                place.Store(counts + d);
            }
        }
    }

    // A bucket takes as many digits as can be ranked together; one digit may be too much.
    void CutBuckets(int* total)
    {
        int start = 0, first = 0, begin = 0;
        BucketCount = 0;
        for (int d = 0; d < digits; d++)
        {
            bool full = start + total[d] - begin > ColumnRanking.Capacity || (long)(d + 1 - first) << shift > 1 << ColumnRanking.MostBits;
            if (full && start > begin) buckets[BucketCount++] = Bucket.Of(begin, start, first, d - 1, shift);
            if (full || start == begin) (first, begin) = (d, start);
            (total[d], start) = (start, start + total[d]);
        }

        if (start > begin) buckets[BucketCount++] = Bucket.Of(begin, start, first, digits - 1, shift);
    }

    /// <summary>Writes the elements of a block to their buckets.</summary>
    public void Scatter(int block, RankScratch scratch)
    {
        int* next = CopyOffsets(block, scratch);
        ErrorRun run = Begin(block, scratch);
        float* from = run.Weights;
        while (run.Next())
        {
            if (from == null) Scatter(run.Digits, run.Elements, run.Count, next, Elements);
            else Scatter(run, next, from);
        }
    }

    /// <summary>Adds the slopes of a block's pixels to those of the call.</summary>
    public void Spread(int block, RankScratch scratch)
    {
        int* next = CopyOffsets(block, scratch);
        float* slopes = call.Slopes + ((nint)(firstImage + cut.ImageOf(block)) * call.Channels + channel) * call.Pixels;
        for (ErrorRun run = Begin(block, scratch); run.Next();)
            Spread(run.Digits, run.Pixels, run.Count, next, (float*)Elements, (float)Scale, slopes + run.First);
    }

    static void Count(int* digits, int count, int* counts)
    {
        for (int i = 0; i < count; i++) counts[digits[i]]++;
    }

    static void Scatter(int* digits, uint* elements, int count, int* next, uint* destination)
    {
        for (int i = 0; i < count; i++) destination[next[digits[i]]++] = elements[i];
    }

    static void Spread(int* digits, int* pixels, int count, int* next, float* ranked, float scale, float* slopes)
    {
        for (int i = 0; i < count; i++) slopes[pixels[i]] += scale * ranked[next[digits[i]]++];
    }

    void Scatter(in ErrorRun run, int* next, float* from)
    {
        for (int i = 0; i < run.Count; i++)
        {
            int place = next[run.Digits[i]]++;
            Elements[place] = run.Elements[i];
            Weights[place] = from[run.First + run.Pixels[i]];
        }
    }

    int* CopyOffsets(int block, RankScratch scratch)
    {
        int* copy = scratch.Offsets(digits);
        new ReadOnlySpan<int>(offsets.Pointer + block * digits, digits).CopyTo(new Span<int>(copy, digits));
        return copy;
    }

    ErrorRun Begin(int block, RankScratch scratch)
    {
        var reader = new ErrorReader(call, firstImage + cut.ImageOf(block), channel, kind);
        return new(reader, cut.StartOf(block), cut.EndOf(block), scratch, Threshold, Greatest, shift);
    }
}
