using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SegLab.Numerics;

namespace SegLab.Metrics;

/// <summary>Counts pairs of true and predicted labels, 64 pixels at a time.</summary>
/// <remarks>
/// Real masks are runs. A block that goes on with the last pair is seen by one comparison, a block of few runs is counted run by run. Where
/// labels change from pixel to pixel, up to eight counters of a pair take turns, so that no count waits for the one before it to be stored.
/// </remarks>
sealed unsafe class LabelPairCounter
{
    const int Block = 64, Each = 512;
    static readonly int Few = int.Parse(Environment.GetEnvironmentVariable("FEW") ?? "4");

    /// <summary>So many counters fit the first cache with room for the labels.</summary>
    const int MostCounters = 1 << 13;

    /// <summary>Labels of other types pass through buffers of so many pixels.</summary>
    const int Tile = 1024;

    readonly int classes;
    readonly uint stride;
    readonly int lanesShift, counters;
    readonly PinnedMemory<uint> memory = new();
    readonly PinnedMemory<int> changes = new();
    long pending;

    public LabelPairCounter(int classes)
    {
        this.classes = classes;
        stride = (uint)classes + 1;
        int pairs = checked((int)stride * (int)stride);
        lanesShift = classes <= Few ? 0 : pairs <= MostCounters / 8 ? 3 : pairs <= MostCounters / 4 ? 2 : 0;
        counters = checked(pairs << lanesShift);
        memory.Reserve(counters);
        changes.Reserve(LabelRuns.Room);
        Clear();
    }

    public void Clear()
    {
        new Span<uint>(memory.Pointer, counters).Clear();
        pending = 0;
    }

    /// <summary>Counts pixels.</summary>
    /// <returns>-1, or a pixel whose labels are neither classes nor ignored; not all before it are counted.</returns>
    public nint Add<TPrediction, TTruth>(ReadOnlySpan<TPrediction> prediction, ReadOnlySpan<TTruth> truth, int? ignored, long[] counts, long[] unassigned)
        where TPrediction : unmanaged, IBinaryInteger<TPrediction>
        where TTruth : unmanaged, IBinaryInteger<TTruth>
    {
        if (pending + truth.Length > uint.MaxValue) Flush(counts, unassigned);
        pending += truth.Length;
        fixed (TPrediction* p = prediction)
        fixed (TTruth* t = truth)
        {
            bool same = sizeof(TPrediction) == sizeof(TTruth) && Signed<TPrediction>() == Signed<TTruth>();
            if (same && sizeof(TTruth) == 1 && classes <= Few)
                return Count<byte, byte, SameWidthBlock<byte>>((byte*)p, (byte*)t, truth.Length, ignored);
            if (same && sizeof(TTruth) == 1 && stride <= 256)
                return Count<byte, ushort, ByteBlock>((byte*)p, (byte*)t, truth.Length, ignored);
            if (same && sizeof(TTruth) == 2 && stride <= 256)
                return Count<ushort, ushort, SameWidthBlock<ushort>>((ushort*)p, (ushort*)t, truth.Length, ignored);
            if (same && sizeof(TTruth) == 2)
                return Count<ushort, uint, WideningBlock>((ushort*)p, (ushort*)t, truth.Length, ignored);
            if (same && sizeof(TTruth) == 4)
                return Count<uint, uint, SameWidthBlock<uint>>((uint*)p, (uint*)t, truth.Length, ignored);
            return CountTiles(p, t, truth.Length, ignored);
        }
    }

    /// <summary>Moves all counts to where they are kept.</summary>
    public void Flush(long[] counts, long[] unassigned)
    {
        if (pending == 0) return;
        for (int truth = 0; truth < classes; truth++)
        {
            for (int prediction = 0; prediction <= classes; prediction++)
            {
                long sum = 0;
                uint* lanes = memory.Pointer + ((truth * (nint)stride + prediction) << lanesShift);
                for (int lane = 0; lane < 1 << lanesShift; lane++) sum += lanes[lane];
                if (prediction == classes) unassigned[truth] += sum;
                else counts[truth * classes + prediction] += sum;
            }
        }

        Clear();
    }

    static bool Signed<T>()
        where T : IBinaryInteger<T> => T.Sign(unchecked(T.Zero - T.One)) < 0;

    nint CountTiles<TPrediction, TTruth>(TPrediction* prediction, TTruth* truth, nint length, long? ignored)
        where TPrediction : unmanaged, IBinaryInteger<TPrediction>
        where TTruth : unmanaged, IBinaryInteger<TTruth>
    {
        uint* predictionTile = stackalloc uint[Tile], truthTile = stackalloc uint[Tile];
        for (nint begin = 0; begin < length; begin += Tile)
        {
            nint pixels = Math.Min(Tile, length - begin);
            Convert(prediction + begin, predictionTile, pixels);
            Convert(truth + begin, truthTile, pixels);
            nint wrong = Count<uint, uint, SameWidthBlock<uint>>(predictionTile, truthTile, pixels, ignored);
            if (wrong >= 0) return begin + wrong;
        }

        return -1;
    }

    /// <summary>A label beyond the range of int is no class, and never ignored: it becomes the least int, which nobody takes for an ignore label.</summary>
    static void Convert<T>(T* labels, uint* converted, nint count)
        where T : unmanaged, IBinaryInteger<T>
    {
        for (nint i = 0; i < count; i++)
        {
            long label = long.CreateSaturating(labels[i]);
            converted[i] = (uint)(label == (int)label ? (int)label : int.MinValue);
        }
    }

    nint Count<TLabel, TCode, TBlock>(TLabel* prediction, TLabel* truth, nint length, long? ignored)
        where TLabel : unmanaged, IBinaryInteger<TLabel>
        where TCode : unmanaged, IBinaryInteger<TCode>
        where TBlock : ILabelBlock<TLabel, TCode>
    {
        if (length == 0) return -1;
        var code = new LabelPairCode<TLabel>(classes, lanesShift, ignored);
        int current = code.Encode(*prediction, *truth);
        if (current < 0) return 0;
        uint* table = memory.Pointer;
        TCode* codes = stackalloc TCode[Each];

        // Blocks start at the second pixel: there is one before each to compare with.
        table[current]++;
        nint i = 1, blocks = (length - 1) / Block * Block + 1;
        while (i < blocks)
        {
            int stretch = (int)Math.Min(blocks - i, LabelRuns.Blocks * LabelRuns.Block);
            (int pixels, int runs) = LabelRuns.Find(prediction + i, truth + i, stretch, changes.Pointer);
            if (!CountRuns(table, changes.Pointer, prediction + i, truth + i, pixels, runs, code, ref current)) return i + code.FirstWrong(prediction + i, truth + i);
            i += pixels;
            if (pixels == stretch) continue;
            int each = pixels == 0 ? (int)Math.Min(blocks - i, Each) : Block;
            if (!code.TryEncode<TCode, TBlock>(prediction + i, truth + i, each, codes)) return i + code.FirstWrong(prediction + i, truth + i);
            CountEach(table, codes, each);
            current = int.CreateTruncating(codes[each - 1]);
            i += each;
        }

        for (; i < length; i++)
        {
            int pair = code.Encode(prediction[i], truth[i]);
            if (pair < 0) return i;
            table[pair]++;
        }

        return -1;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static bool CountRuns<T>(uint* table, int* ends, T* prediction, T* truth, int pixels, int runs, LabelPairCode<T> code, ref int last)
        where T : unmanaged, IBinaryInteger<T>
    {
        int current = last;
        nint begin = 0;
        for (int run = 0; run < runs; run++)
        {
            nint end = ends[run];
            table[current] += (uint)(end - begin);
            begin = end;
            current = code.Encode(prediction[begin], truth[begin]);
            if (current < 0) return false;
        }

        table[current] += (uint)(pixels - begin);
        last = current;
        return true;
    }

    /// <summary>Counts the pixels of a block one by one, neighbours in different counters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void CountEach<TCode>(uint* table, TCode* codes, int count)
        where TCode : unmanaged, IBinaryInteger<TCode>
    {
        if (classes <= Few) { CountFew(table, codes, count); return; }
        switch (lanesShift)
        {
            case 3:
                for (int k = 0; k < count; k += 8)
                {
                    table[uint.CreateTruncating(codes[k])]++;
                    (table + 1)[uint.CreateTruncating(codes[k + 1])]++;
                    (table + 2)[uint.CreateTruncating(codes[k + 2])]++;
                    (table + 3)[uint.CreateTruncating(codes[k + 3])]++;
                    (table + 4)[uint.CreateTruncating(codes[k + 4])]++;
                    (table + 5)[uint.CreateTruncating(codes[k + 5])]++;
                    (table + 6)[uint.CreateTruncating(codes[k + 6])]++;
                    (table + 7)[uint.CreateTruncating(codes[k + 7])]++;
                }

                break;
            case 2:
                for (int k = 0; k < count; k += 4)
                {
                    table[uint.CreateTruncating(codes[k])]++;
                    (table + 1)[uint.CreateTruncating(codes[k + 1])]++;
                    (table + 2)[uint.CreateTruncating(codes[k + 2])]++;
                    (table + 3)[uint.CreateTruncating(codes[k + 3])]++;
                }

                break;
            default:
                for (int k = 0; k < count; k++) table[uint.CreateTruncating(codes[k])]++;
                break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    void CountFew<TCode>(uint* table, TCode* codes, int count)
        where TCode : unmanaged, IBinaryInteger<TCode>
    {
        for (int pair = 0; pair < classes * (int)stride; pair++)
        {
            Vector512<TCode> wanted = Vector512.Create(TCode.CreateTruncating(pair));
            int found = 0;
            for (int k = 0; k < count; k += Vector512<TCode>.Count)
                found += BitOperations.PopCount(Vector512.Equals(Vector512.Load(codes + k), wanted).ExtractMostSignificantBits());
            table[pair] += (uint)found;
        }
    }
}
