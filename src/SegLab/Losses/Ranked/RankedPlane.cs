using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SegLab.Losses.Kernels;
using SegLab.Numerics;

namespace SegLab.Losses.Ranked;

/// <summary>
/// One class's errors, of one image or of the batch, on their way through the sort: counted, put in buckets of falling error, ranked inside
/// the buckets, and taken back to their pixels. Each block of pixels keeps its part of every bucket, so that its memory stays in a near cache.
/// </summary>
/// <remarks>
/// Floats from 0 on are ordered as their bits. An element is the distance of an error's bits below the greatest's, with the foreground bit
/// as its lowest. Pixels whose slope is 0 for certain are left out: errors of 0, and errors of other classes' pixels below the least of
/// the class's own, where the Jaccard loss has already reached 1.
/// </remarks>
sealed unsafe class RankedPlane
{
    readonly PinnedMemory<int> counts = new(), digitTotals = new(), places = new();
    readonly PinnedMemory<ushort> masks = new(), bucketOfDigit = new();
    readonly PinnedMemory<uint> elements = new();
    readonly PinnedMemory<float> packedWeights = new(), weights = new();
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

    /// <summary>How many elements there are.</summary>
    public int Count => BucketCount == 0 ? 0 : buckets[BucketCount - 1].End;

    public int Blocks => cut.Blocks;

    /// <summary>Whether the pixels have weights.</summary>
    public bool IsWeighted => call.Weights != null;

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
        int room = checked(cut.Blocks * cut.BlockPixels + Lanes.Count);
        counts.Reserve(cut.Blocks * CountsLength);
        digitTotals.Reserve(2 * digits);
        bucketOfDigit.Reserve(digits);
        places.Reserve(room);
        masks.Reserve(room / Lanes.Count);
        elements.Reserve(room);
        if (IsWeighted)
        {
            packedWeights.Reserve(room);
            weights.Reserve(room);
        }

        if (buckets.Length < digits) buckets = new Bucket[digits];
    }

    /// <summary>A block's part of a bucket: the elements, and once ranked their slopes.</summary>
    public uint* Part(int block, int bucket, out int count)
    {
        int* starts = CountsOf(block) + bucket;
        count = starts[1] - starts[0];
        return ElementsOf(block) + starts[0];
    }

    /// <summary>The weights that belong to a part of a bucket.</summary>
    public float* WeightsOf(uint* part) => weights.Pointer + (part - elements.Pointer);

    /// <summary>Packs the elements of a block and counts their digits.</summary>
    public void CountBlock(int block)
    {
        var reader = new ErrorReader(call, firstImage + cut.ImageOf(block), channel, kind);
        nint start = cut.StartOf(block), end = cut.EndOf(block), whole = end - (end - start) % Lanes.Count;
        int* packed = PlacesOf(block);
        ushort* masks = MasksOf(block);
        float* weights = IsWeighted ? packedWeights.Pointer + (packed - places.Pointer) : null;
        int count = Pack(reader, start, whole, packed, weights, masks);
        if (whole < end)
        {
            float* room = stackalloc float[ErrorReader.PaddedLength];
            reader = reader.Pad(whole, (int)(end - whole), room);
            count += Pack(reader, whole, end, packed + count, weights == null ? null : weights + count, masks + (whole - start) / Lanes.Count);
        }

        CountDigits((uint*)packed, count, CountsOf(block));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    int Pack(ErrorReader reader, nint start, nint end, int* packed, float* weights, ushort* masks)
    {
        Vector512<int> least = Vector512.Create(Threshold), top = Vector512.Create(Greatest);
        int count = 0;
        for (nint i = start; i < end; i += Lanes.Count)
        {
            Vector512<int> bits = reader.Read(i, out Vector512<int> foreground).AsInt32(), isRanked = Vector512.GreaterThanOrEqual(bits, least);
            uint mask = (uint)isRanked.ExtractMostSignificantBits();
            *masks++ = (ushort)mask;
            if (mask == 0) continue;
            LanePacking.Pack(((top - bits) << 1) - foreground, isRanked, packed + count);
            if (weights != null) LanePacking.Pack(Vector512.Load(reader.Weights + i).AsInt32(), isRanked, (int*)weights + count);
            count += BitOperations.PopCount(mask);
        }

        return count;
    }

    // The upper half of each count is that of the class's pixels.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void CountDigits(uint* packed, int count, int* counts)
    {
        new Span<int>(counts, digits).Clear();
        int digit = shift + 1;
        for (int i = 0; i < count; i++) counts[packed[i] >> digit] += (int)((packed[i] & 1) << 16) + 1;
    }

    /// <summary>Cuts the order of the elements into buckets.</summary>
    public void Arrange()
    {
        int* total = digitTotals.Pointer, foreground = total + digits;
        new Span<int>(total, 2 * digits).Clear();
        Vector512<int> lower = Vector512.Create((int)ushort.MaxValue);
        for (int block = 0; block < cut.Blocks; block++)
        {
            int* counts = CountsOf(block);
            for (int d = 0; d < digits; d += Lanes.Count)
            {
                Vector512<int> both = Vector512.Load(counts + d);
                (Vector512.Load(total + d) + (both & lower)).Store(total + d);
                (Vector512.Load(foreground + d) + (both >>> 16)).Store(foreground + d);
            }
        }

        CutBuckets(total, foreground);
    }

    // A bucket takes as many digits as can be ranked together; one digit may be too much.
    void CutBuckets(int* total, int* foreground)
    {
        Bucket bucket = default;
        ushort* bucketOf = bucketOfDigit.Pointer;
        int firstDigit = 0, count = 0;
        BucketCount = 0;
        for (int d = 0; d < digits; d++)
        {
            bool full = bucket.End + total[d] - bucket.Start > ColumnRanking.Capacity || (long)(d + 1 - firstDigit) << shift > 1 << ColumnRanking.MostBits;
            if (full && bucket.End > bucket.Start) Close(d);
            if (full || bucket.End == bucket.Start) firstDigit = d;
            bucket.End += total[d];
            count += foreground[d];
            bucketOf[d] = (ushort)BucketCount;
        }

        if (bucket.End > bucket.Start) Close(digits);

        void Close(int endDigit)
        {
            bucket.Below = (uint)firstDigit << shift;
            bucket.Bits = 64 - BitOperations.LeadingZeroCount(((ulong)(endDigit - firstDigit) << shift) - 1);
            (bucket.Foreground, bucket.Background) = (count, bucket.End - bucket.Start - count);
            buckets[BucketCount++] = bucket;
            (bucket.Start, count) = (bucket.End, 0);
        }
    }

    /// <summary>Puts the elements of a block in its parts of the buckets.</summary>
    public void Scatter(int block, RankScratch scratch)
    {
        int* starts = CountsOf(block), next = scratch.Next;
        int count = StartParts(starts);
        new ReadOnlySpan<int>(starts, BucketCount + 1).CopyTo(new Span<int>(next, BucketCount + 1));
        int* packed = PlacesOf(block);
        // Written in order once, the memory is where writing it at random is fast.
        new Span<uint>(ElementsOf(block), count).Clear();
        Scatter(packed, count, shift + 1, bucketOfDigit.Pointer, next, ElementsOf(block));
        if (!IsWeighted) return;
        nint first = (nint)(packed - places.Pointer);
        float* from = packedWeights.Pointer + first, to = weights.Pointer + first;
        for (int i = 0; i < count; i++) to[packed[i]] = from[i];
    }

    /// <summary>Sums the weights of a bucket's pixels.</summary>
    public void Tally(int bucket)
    {
        double foreground = 0, background = 0;
        for (int block = 0; block < Blocks; block++)
        {
            uint* part = Part(block, bucket, out int count);
            float* weight = WeightsOf(part);
            for (int i = 0; i < count; i++)
            {
                if ((part[i] & 1) != 0) foreground += weight[i];
                else background += weight[i];
            }
        }

        (buckets[bucket].Foreground, buckets[bucket].Background) = (foreground, background);
    }

    // An element's place takes the room that it had.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Scatter(int* packed, int count, int digit, ushort* bucketOf, int* next, uint* elements)
    {
        for (int i = 0; i < count; i++)
        {
            uint element = (uint)packed[i];
            int place = next[bucketOf[element >> digit]]++;
            elements[place] = element;
            packed[i] = place;
        }
    }

    // Turns a block's counts of digits into where its parts of the buckets begin, and where the last ends.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    int StartParts(int* counts)
    {
        ushort* bucketOf = bucketOfDigit.Pointer;
        int start = 0, bucket = -1;
        for (int d = 0; d < digits; d++)
        {
            int count = counts[d] & ushort.MaxValue;
            if (bucket < bucketOf[d]) counts[++bucket] = start;
            start += count;
        }

        counts[BucketCount] = start;
        return start;
    }

    /// <summary>Adds the slopes of a block's pixels to those of the call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Spread(int block)
    {
        nint start = cut.StartOf(block);
        int length = (int)(cut.EndOf(block) - start);
        float* packed = (float*)PlacesOf(block);
        ushort* mask = MasksOf(block);
        var ranked = new Span<float>(ElementsOf(block), CountsOf(block)[BucketCount]);

        // One pass in order also brings the slopes to where reading them at random is fast.
        TensorPrimitives.Multiply(ranked, (float)Scale, ranked);
        Gather((int*)packed, ranked.Length, (float*)ElementsOf(block));
        float* slopes = call.Slopes + ((nint)(firstImage + cut.ImageOf(block)) * call.Channels + channel) * call.Pixels + start;
        for (int i = 0; i < length; i += Lanes.Count)
        {
            uint lanes = *mask++;
            if (lanes == 0) continue;
            Vector512<float> added = LanePacking.Unpack(packed, lanes);
            if (i + Lanes.Count <= length) (Vector512.Load(slopes + i) + added).Store(slopes + i);
            else AddPart(added, slopes + i, length - i);
            packed += BitOperations.PopCount(lanes);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static void AddPart(Vector512<float> added, float* slopes, int count)
    {
        for (int i = 0; i < count; i++) slopes[i] += added[i];
    }

    // Each slope takes the room of its place.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Gather(int* places, int count, float* slopes)
    {
        for (int i = 0; i < count; i++) ((float*)places)[i] = slopes[places[i]];
    }

    int CountsLength => digits + Lanes.Count;

    int* CountsOf(int block) => counts.Pointer + block * CountsLength;

    int* PlacesOf(int block) => places.Pointer + block * cut.BlockPixels;

    uint* ElementsOf(int block) => elements.Pointer + block * cut.BlockPixels;

    ushort* MasksOf(int block) => masks.Pointer + block * (cut.BlockPixels / Lanes.Count);
}
