using System.Runtime.CompilerServices;

namespace SegLab.Distance;

/// <summary>Numbers that the collector does not move, from a 64-byte boundary on, with room for two vectors behind them.</summary>
sealed unsafe class LineMemory<T> where T : unmanaged
{
    const int Alignment = 64;

    readonly byte[] memory;

    /// <summary>Allocates zeros.</summary>
    public LineMemory(long length)
    {
        long bytes = length * sizeof(T);
        memory = GC.AllocateArray<byte>(checked((int)(bytes + 4 * Alignment)), pinned: true);
        Pointer = (T*)(((nuint)Unsafe.AsPointer(ref memory[0]) + Alignment - 1) & ~(nuint)(Alignment - 1));
        Length = length;
    }

    public long Length { get; }

    /// <summary>Valid as long as this object lives.</summary>
    public T* Pointer { get; }

    /// <summary>
    /// A row length for several lines: whole vectors, an odd number of cache lines, so that rows do not share cache sets.
    /// </summary>
    public static int Pitch(int length)
    {
        int lines = (length * sizeof(T) + Alignment - 1) / Alignment + 2;
        return (lines | 1) * Alignment / sizeof(T);
    }
}
