using System.Numerics;
using System.Runtime.CompilerServices;
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
    public void Count(int block)
    {
        int* counts = offsets.Pointer + block * digits;
        new Span<int>(counts, digits).Clear();
        Walk(block, new CountVisitor { Counts = counts });
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

        int start = 0, first = 0, begin = 0;
        BucketCount = 0;
        for (int d = 0; d < digits; d++)
        {
            (total[d], start) = (start, start + total[d]);
            if (start - begin < Bucket.Enough && d < digits - 1) continue;
            if (start > begin) buckets[BucketCount++] = Bucket.Of(begin, start, first, d, shift);
            (first, begin) = (d + 1, start);
        }

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

    /// <summary>Writes the elements of a block to their buckets.</summary>
    public void Scatter(int block, RankScratch scratch) => Walk(block, new ScatterVisitor
    {
        Next = CopyOffsets(block, scratch),
        Elements = Elements,
        From = ReaderOf(block).Weights,
        Weights = Weights,
    });

    /// <summary>Adds the slopes of a block's pixels to those of the call.</summary>
    public void Spread(int block, RankScratch scratch) => Walk(block, new SpreadVisitor
    {
        Next = CopyOffsets(block, scratch),
        Ranked = (float*)Elements,
        Scale = (float)Scale,
        Slopes = call.Slopes + ((nint)(firstImage + cut.ImageOf(block)) * call.Channels + channel) * call.Pixels,
    });

    int* CopyOffsets(int block, RankScratch scratch)
    {
        int* copy = scratch.Offsets(digits);
        new ReadOnlySpan<int>(offsets.Pointer + block * digits, digits).CopyTo(new Span<int>(copy, digits));
        return copy;
    }

    ErrorReader ReaderOf(int block) => new(call, firstImage + cut.ImageOf(block), channel, kind);

    void Walk<TVisitor>(int block, TVisitor visitor)
        where TVisitor : struct, IErrorVisitor
    {
        ErrorReader reader = ReaderOf(block);
        int* digit = stackalloc int[Lanes.Count];
        uint* element = stackalloc uint[Lanes.Count];
        Vector512<int> least = Vector512.Create(Threshold), greatest = Vector512.Create(Greatest);
        nint end = cut.EndOf(block);
        for (nint i = cut.StartOf(block); i < end; i += Lanes.Count)
        {
            Vector512<int> bits = reader.Read(i, (int)Math.Min(Lanes.Count, end - i), out Vector512<int> foreground).AsInt32();
            ulong ranked = Vector512.GreaterThanOrEqual(bits, least).ExtractMostSignificantBits();
            if (ranked == 0) continue;
            Vector512<int> below = greatest - bits;
            (below >>> shift).Store(digit);
            ((below << 1) - foreground).AsUInt32().Store(element);
            for (; ranked != 0; ranked &= ranked - 1)
            {
                int lane = BitOperations.TrailingZeroCount(ranked);
                visitor.Visit(digit[lane], element[lane], i + lane);
            }
        }
    }

    interface IErrorVisitor
    {
        void Visit(int digit, uint element, nint pixel);
    }

    struct CountVisitor : IErrorVisitor
    {
        public int* Counts;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Visit(int digit, uint element, nint pixel) => Counts[digit]++;
    }

    struct ScatterVisitor : IErrorVisitor
    {
        public int* Next;
        public uint* Elements;
        public float* From, Weights;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Visit(int digit, uint element, nint pixel)
        {
            int place = Next[digit]++;
            Elements[place] = element;
            if (Weights != null) Weights[place] = From[pixel];
        }
    }

    struct SpreadVisitor : IErrorVisitor
    {
        public int* Next;
        public float* Ranked, Slopes;
        public float Scale;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Visit(int digit, uint element, nint pixel)
        {
            float slope = Scale * Ranked[Next[digit]++];
            Slopes[pixel] += (element & 1) != 0 ? -slope : slope;
        }
    }
}
