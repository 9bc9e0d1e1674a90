using System.Numerics;
using System.Runtime.CompilerServices;
using SegLab.Numerics;

namespace SegLab.Metrics;

/// <summary>Counts pairs of true and predicted labels.</summary>
/// <remarks>
/// <para>Real masks are runs, and runs are what is counted (<see cref="LabelRuns"/>). Where labels change from pixel to pixel, pixels get the codes of their pairs, and the
/// codes are counted (<see cref="CodeHistogram"/>): those of few classes by comparison, others by an increment each.</para>
/// <para>
/// An increment ends in a store, and there is one store a cycle to lines of the first cache that differ. On an AMD EPYC (family 26) stores alone to random counters of 32 classes
/// took 0.27 ns a pixel, increments as much, and a plain read of two maps of bytes 0.05 to 0.07: so maps of noise with more than a few classes cannot be counted at twice
/// the time of a read, one increment a pixel being needed; it takes 0.34 ns with codes and all. Two pixels an increment would need a counter for each two pairs, a million
/// of them for 32 classes, and to hold 64 pixels against each of 1024 pairs takes 16 comparisons a pixel.
/// </para>
/// </remarks>
sealed unsafe class LabelPairCounter
{
    /// <summary>Up to so many classes, all pairs are compared in less time than a store takes.</summary>
    const int MostCompared = 4;

    /// <summary>So many counters fit the first cache with room for the labels.</summary>
    const int MostCounters = 1 << 13;

    /// <summary>So many pixels get their codes before these are counted: enough that neither waits for the other.</summary>
    const int Encoded = 16 * LabelRuns.Block;

    /// <summary>Labels of other types pass through buffers of so many pixels: one, and whole blocks.</summary>
    const int Tile = 1 + Encoded;

    readonly int classes;
    readonly uint stride;
    readonly int lanesShift, counters;
    readonly PinnedMemory<uint> memory = new();
    long pending;

    public LabelPairCounter(int classes)
    {
        this.classes = classes;
        stride = (uint)classes + 1;
        int pairs = checked((int)stride * (int)stride);
        lanesShift = classes <= MostCompared || pairs > MostCounters / 4 ? 0 : pairs > MostCounters / 8 ? 2 : 3;
        counters = checked(pairs << lanesShift);
        memory.Reserve(counters);
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
        long? representable = Representable<TTruth>(ignored);
        fixed (TPrediction* p = prediction)
        fixed (TTruth* t = truth)
        {
            bool same = sizeof(TPrediction) == sizeof(TTruth) && Signed<TPrediction>() == Signed<TTruth>();
            if (same && sizeof(TTruth) == 1 && classes <= MostCompared)
                return Count<byte, byte, SameWidthBlock<byte>>((byte*)p, (byte*)t, truth.Length, representable);
            if (same && sizeof(TTruth) == 1 && stride <= 256)
                return Count<byte, ushort, ByteBlock>((byte*)p, (byte*)t, truth.Length, representable);
            if (same && sizeof(TTruth) == 2 && stride <= 256)
                return Count<ushort, ushort, SameWidthBlock<ushort>>((ushort*)p, (ushort*)t, truth.Length, representable);
            if (same && sizeof(TTruth) == 2)
                return Count<ushort, uint, WideningBlock>((ushort*)p, (ushort*)t, truth.Length, representable);
            if (same && sizeof(TTruth) == 4)
                return CountIntegers((uint*)p, (uint*)t, truth.Length, representable);
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

    /// <summary>A label that no pixel has stands for none.</summary>
    static long? Representable<T>(int? label)
        where T : IBinaryInteger<T> => label is { } value && long.CreateTruncating(T.CreateTruncating(value)) == value ? value : null;

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
            nint wrong = CountIntegers(predictionTile, truthTile, pixels, ignored);
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

    nint CountIntegers(uint* prediction, uint* truth, nint length, long? ignored) => classes <= MostCompared
        ? Count<uint, byte, NarrowingBlock>(prediction, truth, length, ignored)
        : Count<uint, uint, SameWidthBlock<uint>>(prediction, truth, length, ignored);

    [SkipLocalsInit]
    nint Count<TLabel, TCode, TBlock>(TLabel* prediction, TLabel* truth, nint length, long? ignored)
        where TLabel : unmanaged, IBinaryInteger<TLabel>
        where TCode : unmanaged, IBinaryInteger<TCode>
        where TBlock : ILabelBlock<TLabel, TCode>
    {
        if (length == 0) return -1;
        uint* table = memory.Pointer;
        int* ends = stackalloc int[LabelRuns.Room];
        TCode* codes = stackalloc TCode[Encoded];
        var code = new LabelPairCode<TLabel>(classes, lanesShift, ignored);
        int current = code.Encode(*prediction, *truth);
        if (current < 0) return 0;
        table[current]++;

        // Blocks start at the second pixel, since each is compared with the pixel before it.
        nint i = 1, blocksEnd = 1 + (length - 1) / LabelRuns.Block * LabelRuns.Block;
        while (i < blocksEnd)
        {
            int stretch = (int)Math.Min(blocksEnd - i, LabelRuns.Stretch);
            (int pixels, int runs) = LabelRuns.Find(prediction + i, truth + i, stretch, ends);
            if (!LabelRuns.TryCount(prediction + i, truth + i, pixels, new(ends, runs), code, table, ref current)) return i + code.FirstWrong(prediction + i, truth + i);
            i += pixels;
            if (pixels == stretch) continue;

            // After a second block without runs, no more is looked for in the next ones.
            int each = pixels == 0 ? (int)Math.Min(blocksEnd - i, Encoded) : LabelRuns.Block;
            if (!code.TryEncode<TCode, TBlock>(prediction + i, truth + i, each, codes)) return i + code.FirstWrong(prediction + i, truth + i);
            if (classes <= MostCompared) CodeHistogram.Compare(codes, each, classes * (int)stride, table);
            else CodeHistogram.Increment(codes, each, lanesShift, table);
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
}
