using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SegLab.Metrics;

/// <summary>Counts pixels by runs of one pair of labels.</summary>
/// <remarks>
/// Where runs end in a block cannot be foreseen, and a branch that is not foreseen costs as much as reading a block: so the ends are written down first, as many in every
/// block, where those too many are overwritten by the next; a second loop counts the runs of a whole stretch.
/// </remarks>
static unsafe class LabelRuns
{
    /// <summary>Pixels that are looked at together.</summary>
    public const int Block = 64;

    /// <summary>The most pixels whose runs are found before they are counted.</summary>
    public const int Stretch = 64 * Block;

    /// <summary>Room for the ends of the runs of a stretch.</summary>
    public const int Room = Stretch / Block * MostEnds + AtOnce;

    /// <summary>With more ends in a block, it costs less to count its pixels.</summary>
    const int MostEnds = 14;

    /// <summary>Few blocks have more ends.</summary>
    const int AtOnce = 4;

    /// <summary>Finds where runs end, up to the first block of too many: the pixels whose labels are not those of the pixel before, which the first has too.</summary>
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
            for (int k = AtOnce; k < count; k++) next[k] = i + TakeFirst(ref changes);
            next += count;
        }

        return (i, (int)(next - ends));
    }

    /// <summary>Counts the pixels of runs whose ends are known; false when a label in them is neither a class nor ignored.</summary>
    /// <param name="current">The code of the pixel before the first, then of the last.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool TryCount<T>(T* prediction, T* truth, int pixels, int* ends, int runs, LabelPairCode<T> code, uint* table, ref int current)
        where T : unmanaged, IBinaryInteger<T>
    {
        int pair = current;
        nint begin = 0;
        for (int run = 0; run < runs; run++)
        {
            nint end = ends[run];
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
