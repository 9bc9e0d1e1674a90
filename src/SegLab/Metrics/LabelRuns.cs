using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SegLab.Metrics;

/// <summary>Counts pixels by runs of one pair of labels.</summary>
/// <remarks>
/// How many runs end in a block cannot be foreseen, and a branch that was not foreseen costs as much as to read some blocks. So first the ends in a stretch are listed, six in
/// every block, where the next block overwrites those too many; then a second loop counts the runs.
/// </remarks>
static unsafe class LabelRuns
{
    /// <summary>Pixels that are looked at together.</summary>
    public const int Block = 64;

    /// <summary>The most pixels whose runs are found before they are counted.</summary>
    public const int Stretch = 64 * Block;

    /// <summary>Room for the ends of the runs of a stretch.</summary>
    public const int Room = Stretch / Block * MostEnds;

    /// <summary>Few blocks of a real mask have more ends; the pixels of one that has are counted each.</summary>
    const int MostEnds = 6;

    /// <summary>So many bytes ahead memory is asked for, which would otherwise rest while runs are counted: worth a third of the time of int labels.</summary>
    const int Ahead = 2048;

    /// <summary>Finds where runs end, up to a block in which too many do: at pixels whose labels are not those of the pixel before, which the first pixel has too.</summary>
    /// <returns>How many pixels were looked at, and how many runs end in them.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static (int Pixels, int Runs) Find<T>(T* prediction, T* truth, int pixels, int* ends)
        where T : unmanaged, IBinaryInteger<T>
    {
        int* next = ends;
        int i = 0;
        for (; i < pixels; i += Block)
        {
            ulong changes = Changes(prediction + i, truth + i);
            int count = BitOperations.PopCount(changes);
            if (count > MostEnds) break;
            next[0] = i + TakeFirst(ref changes);
            next[1] = i + TakeFirst(ref changes);
            next[2] = i + TakeFirst(ref changes);
            next[3] = i + TakeFirst(ref changes);
            next[4] = i + TakeFirst(ref changes);
            next[5] = i + TakeFirst(ref changes);
            next += count;
        }

        return (i, (int)(next - ends));
    }

    /// <summary>
    /// Counts the pixels of runs by their ends; false when a label in them is neither a class nor ignored. The current code is that of the pixel before the first, then that
    /// of the last.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool TryCount<T>(T* prediction, T* truth, int pixels, ReadOnlySpan<int> ends, LabelPairCode<T> code, uint* table, ref int current)
        where T : unmanaged, IBinaryInteger<T>
    {
        int pair = current;
        nint begin = 0;
        foreach (nint end in ends)
        {
            table[pair] += (uint)(end - begin);
            begin = end;
            pair = code.Encode(prediction[begin], truth[begin]);
            if (pair < 0) return false;
        }

        table[pair] += (uint)(pixels - begin);
        current = pair;
        return true;
    }

    /// <summary>A bit for each pixel of a block whose labels are not those of the pixel before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong Changes<T>(T* prediction, T* truth)
        where T : unmanaged, IBinaryInteger<T>
    {
        ulong same = 0;
        for (int v = 0; v < Block; v += Vector512<T>.Count)
        {
            if (Sse.IsSupported)
            {
                Sse.Prefetch0((byte*)(prediction + v) + Ahead);
                Sse.Prefetch0((byte*)(truth + v) + Ahead);
            }

            Vector512<T> equal = Vector512.Equals(Vector512.Load(prediction + v), Vector512.Load(prediction + v - 1)) &
                Vector512.Equals(Vector512.Load(truth + v), Vector512.Load(truth + v - 1));
            same |= equal.ExtractMostSignificantBits() << v;
        }

        return ~same;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int TakeFirst(ref ulong places)
    {
        int first = BitOperations.TrailingZeroCount(places);
        places &= places - 1;
        return first;
    }
}
