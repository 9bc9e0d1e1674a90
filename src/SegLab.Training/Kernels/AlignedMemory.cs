using System.Runtime.CompilerServices;

namespace SegLab.Training.Kernels;

/// <summary>Floats that the collector does not move, on a 64-byte boundary.</summary>
sealed unsafe class AlignedMemory
{
    readonly float[] memory;

    /// <summary>Allocates zeros.</summary>
    public AlignedMemory(long length)
    {
        const int alignment = 64 / sizeof(float);
        Length = checked((int)length);
        memory = GC.AllocateArray<float>(checked((int)length + 2 * alignment), pinned: true);
        Pointer = (float*)(((nuint)Unsafe.AsPointer(ref memory[0]) + 63) & ~(nuint)63);
    }

    public int Length { get; }

    /// <summary>The first value; valid as long as this object lives.</summary>
    public float* Pointer { get; }

    public Span<float> Values => new(Pointer, Length);
}
