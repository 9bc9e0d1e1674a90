using System.Runtime.CompilerServices;

namespace SegLab.Numerics;

/// <summary>Memory that grows when more is asked for, does not move, and starts at a 64-byte boundary.</summary>
sealed unsafe class PinnedMemory<T>
    where T : unmanaged
{
    const int Alignment = 64;

    T[] memory = [];
    int capacity = -1;

    public T* Pointer { get; private set; }

    /// <summary>Makes sure that there is room; what was there is lost when it grows.</summary>
    public void Reserve(int length)
    {
        if (length <= capacity) return;
        memory = GC.AllocateUninitializedArray<T>(checked(length + Alignment / sizeof(T)), pinned: true);
        capacity = length;
        Pointer = (T*)(((nuint)Unsafe.AsPointer(ref memory[0]) + Alignment - 1) & ~(nuint)(Alignment - 1));
    }
}
