using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SegLab.Metrics;

/// <summary>Finds where the labels of two maps change, 64 pixels at a time and without a branch that depends on the labels.</summary>
static unsafe class LabelRuns
{
    public const int Block = 64;

    /// <summary>So many blocks are looked at before runs are counted.</summary>
    public const int Blocks = 64;

    /// <summary>A block with more changes is none of runs.</summary>
    public const int MostChanges = 14;

    /// <summary>Room for the changes, some of which are written to be overwritten.</summary>
    public const int Room = Blocks * MostChanges + AtOnce;

    const int AtOnce = 4;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static (int Pixels, int Changes) Find<T>(T* prediction, T* truth, int pixels, int* changes)
        where T : unmanaged, IBinaryInteger<T>
    {
        int* next = changes;
        int i = 0;
        for (; i < pixels; i += Block)
        {
            ulong places = Changes(prediction + i, truth + i);
            int count = BitOperations.PopCount(places);
            if (count > MostChanges) break;
            for (int k = 0; k < AtOnce; k++)
            {
                next[k] = i + BitOperations.TrailingZeroCount(places);
                places &= places - 1;
            }

            for (int k = AtOnce; k < count; k++)
            {
                next[k] = i + BitOperations.TrailingZeroCount(places);
                places &= places - 1;
            }

            next += count;
        }

        return (i, (int)(next - changes));
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
}
