using SegLab.Numerics;

namespace SegLab.Losses.Ranked;

/// <summary>The memory of one worker that sorts.</summary>
sealed unsafe class RankScratch
{
    readonly PinnedMemory<int> next = new(), counts = new();
    readonly PinnedMemory<ulong> items = new();

    public RankScratch()
    {
        counts.Reserve(RadixSort.CountsLength);
        items.Reserve(2 * Capacity);
    }

    /// <summary>How many items a worker sorts in its own memory.</summary>
    public const int Capacity = 4 * ColumnRanking.Capacity;

    public int* Counts => counts.Pointer;

    /// <summary>Room for twice <see cref="Capacity"/>.</summary>
    public ulong* Items => items.Pointer;

    /// <summary>Where the next element of each bucket goes.</summary>
    public int* Next => next.Pointer;

    /// <summary>Makes room for the buckets of a plane.</summary>
    public void Reserve(int buckets) => next.Reserve(buckets + 1);
}
