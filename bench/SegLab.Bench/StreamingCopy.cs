using System.Runtime.Intrinsics;
using SegLab.Numerics;

namespace SegLab.Bench;

/// <summary>The fastest way to move the same bytes: whole vectors read and written past the caches, on all threads.</summary>
sealed unsafe class StreamingCopy(float* source, float* destination, nint length, int threads) : ParallelLoop
{
    const int Block = 1 << 16;

    public void Copy() => Run((int)((length + Block - 1) / Block), threads);

    protected override void Invoke(int item, int worker)
    {
        nint first = (nint)item * Block, last = Math.Min(first + Block, length) / 16 * 16;
        for (nint i = first; i < last; i += 16) Vector512.LoadAligned(source + i).StoreAlignedNonTemporal(destination + i);
    }
}
