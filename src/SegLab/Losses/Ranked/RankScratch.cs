using SegLab.Numerics;

namespace SegLab.Losses.Ranked;

/// <summary>The memory of one worker that sorts.</summary>
sealed unsafe class RankScratch
{
    readonly PinnedMemory<int> offsets = new(), counts = new(), run = new();
    readonly PinnedMemory<ulong> items = new();

    public RankScratch()
    {
        counts.Reserve(RadixSort.CountsLength);
        items.Reserve(2 * Capacity);
        run.Reserve(3 * ErrorRun.Capacity + Lanes.Count);
    }

    /// <summary>How many items a worker sorts in its own memory.</summary>
    public const int Capacity = 4 * ColumnRanking.Capacity;

    public int* Counts => counts.Pointer;

    /// <summary>Room for twice <see cref="Capacity"/>.</summary>
    public ulong* Items => items.Pointer;

    /// <summary>Room for three times <see cref="ErrorRun.Capacity"/>.</summary>
    public int* Run => run.Pointer;

    public int* Offsets(int length)
    {
        offsets.Reserve(length);
        return offsets.Pointer;
    }
}
