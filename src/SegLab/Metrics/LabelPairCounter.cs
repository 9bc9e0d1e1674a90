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
    const int Block = 64;

    /// <summary>Up to so many changes in a block, runs are counted and not pixels.</summary>
    const int MostRuns = 14;

    /// <summary>So many counters fit the first cache with room for the labels.</summary>
    const int MostCounters = 1 << 13;

    /// <summary>Labels of other types pass through buffers of so many pixels.</summary>
    const int Tile = 1024;

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
        lanesShift = pairs <= MostCounters / 8 ? 3 : pairs <= MostCounters / 4 ? 2 : 0;
        counters = checked(pairs << lanesShift);
        memory.Reserve(counters);
        Clear();
    }

    /// <summary>What the ignored label is: a label that no pixel has stands for none.</summary>
    readonly record struct Rules(long? Ignored, bool IgnoredIsNoClass);

    public void Clear()
    {
        new Span<uint>(memory.Pointer, counters).Clear();
        pending = 0;
    }

    /// <summary>Counts pixels.</summary>
    /// <returns>-1, or a pixel whose labels are neither classes nor ignored; not all before it are counted.</returns>
    public nint Add<TPrediction, TTruth>(ReadOnlySpan<TPrediction> prediction, ReadOnlySpan<TTruth> truth, int? ignoreLabel, long[] counts, long[] unassigned)
        where TPrediction : unmanaged, IBinaryInteger<TPrediction>
        where TTruth : unmanaged, IBinaryInteger<TTruth>
    {
        if (pending + truth.Length > uint.MaxValue) Flush(counts, unassigned);
        pending += truth.Length;
        var rules = new Rules(ignoreLabel, !(ignoreLabel >= 0 && ignoreLabel < classes));
        fixed (TPrediction* p = prediction)
        fixed (TTruth* t = truth)
        {
            bool same = sizeof(TPrediction) == sizeof(TTruth) && Signed<TPrediction>() == Signed<TTruth>();
            if (same && sizeof(TTruth) == 1 && stride <= 256)
                return Count<byte, ushort, ByteBlock>((byte*)p, (byte*)t, truth.Length, Representable<TTruth>(rules));
            if (same && sizeof(TTruth) == 2 && stride <= 256)
                return Count<ushort, ushort, SameWidthBlock<ushort>>((ushort*)p, (ushort*)t, truth.Length, Representable<TTruth>(rules));
            if (same && sizeof(TTruth) == 2)
                return Count<ushort, uint, WideningBlock>((ushort*)p, (ushort*)t, truth.Length, Representable<TTruth>(rules));
            if (same && sizeof(TTruth) == 4)
                return Count<uint, uint, SameWidthBlock<uint>>((uint*)p, (uint*)t, truth.Length, Representable<TTruth>(rules));
            return CountTiles(p, t, truth.Length, rules);
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

    static Rules Representable<T>(Rules rules)
        where T : IBinaryInteger<T> =>
        rules.Ignored is { } ignored && long.CreateTruncating(T.CreateTruncating(ignored)) == ignored ? rules : new(null, false);

    nint CountTiles<TPrediction, TTruth>(TPrediction* prediction, TTruth* truth, nint length, Rules rules)
        where TPrediction : unmanaged, IBinaryInteger<TPrediction>
        where TTruth : unmanaged, IBinaryInteger<TTruth>
    {
        uint* predictionTile = stackalloc uint[Tile], truthTile = stackalloc uint[Tile];
        for (nint begin = 0; begin < length; begin += Tile)
        {
            nint pixels = Math.Min(Tile, length - begin);
            Convert(prediction + begin, predictionTile, pixels);
            Convert(truth + begin, truthTile, pixels);
            nint wrong = Count<uint, uint, SameWidthBlock<uint>>(predictionTile, truthTile, pixels, rules);
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

    nint Count<TLabel, TCode, TBlock>(TLabel* prediction, TLabel* truth, nint length, Rules rules)
        where TLabel : unmanaged, IBinaryInteger<TLabel>
        where TCode : unmanaged, IBinaryInteger<TCode>
        where TBlock : ILabelBlock<TLabel, TCode>
    {
        uint* table = memory.Pointer;
        TCode* codes = stackalloc TCode[Block];
        uint current = 0;
        nint run = 0, i = 0;
        for (; i <= length - Block; i += Block)
        {
            if (i > 0 && GoesOn(prediction + i, truth + i))
            {
                run += Block;
                continue;
            }

            table[current] += (uint)run;
            run = 0;
            ulong changes = i == 0 ? ulong.MaxValue : Changes(prediction + i, truth + i);
            if (BitOperations.PopCount(changes) <= MostRuns)
            {
                int begin = 0;
                for (; changes != 0; changes &= changes - 1)
                {
                    int end = BitOperations.TrailingZeroCount(changes);
                    table[current] += (uint)(end - begin);
                    begin = end;
                    if (!TryEncode(prediction[i + end], truth[i + end], rules, out current)) return i + end;
                }

                table[current] += (uint)(Block - begin);
            }
            else
            {
                if (!Encode<TLabel, TCode, TBlock>(prediction + i, truth + i, rules, codes)) return FirstWrong(prediction + i, truth + i, rules) + i;
                CountEach(table, codes);
                current = uint.CreateTruncating(codes[Block - 1]);
            }
        }

        table[current] += (uint)run;
        for (; i < length; i++)
        {
            if (!TryEncode(prediction[i], truth[i], rules, out uint code)) return i;
            table[code]++;
        }

        return -1;
    }

    /// <summary>Counts the pixels of a block one by one, neighbours in different counters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void CountEach<TCode>(uint* table, TCode* codes)
        where TCode : unmanaged, IBinaryInteger<TCode>
    {
        switch (lanesShift)
        {
            case 3:
                for (int k = 0; k < Block; k += 8)
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
                for (int k = 0; k < Block; k += 4)
                {
                    table[uint.CreateTruncating(codes[k])]++;
                    (table + 1)[uint.CreateTruncating(codes[k + 1])]++;
                    (table + 2)[uint.CreateTruncating(codes[k + 2])]++;
                    (table + 3)[uint.CreateTruncating(codes[k + 3])]++;
                }

                break;
            default:
                for (int k = 0; k < Block; k++) table[uint.CreateTruncating(codes[k])]++;
                break;
        }
    }

    /// <summary>Whether all pixels of a block have the labels of the pixel before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static bool GoesOn<T>(T* prediction, T* truth)
        where T : unmanaged, IBinaryInteger<T>
    {
        Vector512<T> predicted = Vector512.Create(prediction[-1]), expected = Vector512.Create(truth[-1]), differ = Vector512<T>.Zero;
        for (int v = 0; v < Block; v += Vector512<T>.Count)
            differ |= (Vector512.Load(prediction + v) ^ predicted) | (Vector512.Load(truth + v) ^ expected);
        return differ == Vector512<T>.Zero;
    }

    /// <summary>A bit for each pixel of a block whose labels are not those of the pixel before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong Changes<T>(T* prediction, T* truth)
        where T : unmanaged, IBinaryInteger<T>
    {
        ulong same = 0;
        for (int v = 0; v < Block; v += Vector512<T>.Count)
        {
            Vector512<T> equal = Vector512.Equals(Vector512.Load(prediction + v), Vector512.Load(prediction + v - 1)) &
                Vector512.Equals(Vector512.Load(truth + v), Vector512.Load(truth + v - 1));
            same |= equal.ExtractMostSignificantBits() << v;
        }

        return ~same;
    }

    /// <summary>Writes the codes of a block; false when a label in it is neither a class nor ignored.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    bool Encode<TLabel, TCode, TBlock>(TLabel* prediction, TLabel* truth, Rules rules, TCode* codes)
        where TLabel : unmanaged, IBinaryInteger<TLabel>
        where TCode : unmanaged, IBinaryInteger<TCode>
        where TBlock : ILabelBlock<TLabel, TCode>
    {
        Vector512<TLabel> none = Vector512.Create(TLabel.CreateTruncating(classes)), ignored = Vector512.Create(TLabel.CreateTruncating(rules.Ignored ?? 0));
        Vector512<TLabel> ignores = rules.Ignored is null ? Vector512<TLabel>.Zero : Vector512<TLabel>.AllBitsSet;
        Vector512<TLabel> abstains = rules is { Ignored: not null, IgnoredIsNoClass: true } ? Vector512<TLabel>.AllBitsSet : Vector512<TLabel>.Zero;
        Vector512<TLabel> wrong = Vector512<TLabel>.Zero;
        for (int v = 0; v < Block; v += Vector512<TLabel>.Count)
        {
            Vector512<TLabel> t = Vector512.Load(truth + v), p = Vector512.Load(prediction + v);
            Vector512<TLabel> skipped = Vector512.Equals(t, ignored) & ignores, abstained = Vector512.Equals(p, ignored) & abstains;
            wrong |= Vector512.AndNot(Vector512.GreaterThanOrEqual(t, none) | Vector512.AndNot(Vector512.GreaterThanOrEqual(p, none), abstained), skipped);
            t = Vector512.ConditionalSelect(skipped, none, t);
            p = Vector512.Min(Vector512.ConditionalSelect(abstained, none, p), none);
            TBlock.Store(p, t, stride, lanesShift, codes + v);
        }

        return wrong == Vector512<TLabel>.Zero;
    }

    /// <summary>The code of one pixel; false when a label of it is neither a class nor ignored.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    bool TryEncode<T>(T prediction, T truth, Rules rules, out uint code)
        where T : unmanaged, IBinaryInteger<T>
    {
        uint expected = uint.CreateTruncating(truth), predicted = uint.CreateTruncating(prediction);
        bool skipped = IsIgnored(truth, rules);
        code = (skipped ? (uint)classes * stride : expected * stride + Math.Min(predicted, (uint)classes)) << lanesShift;
        return skipped || (expected < (uint)classes && (predicted < (uint)classes || (rules.IgnoredIsNoClass && IsIgnored(prediction, rules))));
    }

    nint FirstWrong<T>(T* prediction, T* truth, Rules rules)
        where T : unmanaged, IBinaryInteger<T>
    {
        nint i = 0;
        while (TryEncode(prediction[i], truth[i], rules, out _)) i++;
        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static bool IsIgnored<T>(T label, Rules rules)
        where T : unmanaged, IBinaryInteger<T> => rules.Ignored is { } ignored && label == T.CreateTruncating(ignored);
}
