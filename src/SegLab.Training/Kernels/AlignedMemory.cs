using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SegLab.Training.Kernels;

/// <summary>Floats that the collector does not move, on a 64-byte boundary.</summary>
sealed unsafe partial class AlignedMemory
{
    const int Alignment = 64 / sizeof(float);

    readonly float[] memory;

    /// <summary>Allocates zeros.</summary>
    public AlignedMemory(long length)
    {
        Length = checked((int)length);
        memory = GC.AllocateArray<float>(checked((int)length + 2 * Alignment), pinned: true);
        Pointer = (float*)(((nuint)Unsafe.AsPointer(ref memory[0]) + 63) & ~(nuint)63);
        if (OperatingSystem.IsLinux()) AskForHugePages();
    }

    public int Length { get; }

    /// <summary>The first value; valid as long as this object lives.</summary>
    public float* Pointer { get; }

    public Span<float> Values => new(Pointer, Length);

    /// <summary>Maps are streamed through: with pages of 2 MiB memory is read about a third faster. A hint: it may fail.</summary>
    void AskForHugePages()
    {
        const nuint page = 4096, huge = 2 << 20;
        const int adviseHugePage = 14;
        nuint begin = ((nuint)Pointer + page - 1) & ~(page - 1);
        nuint end = (nuint)(Pointer + Length) & ~(page - 1);
        if (end <= begin + huge) return;
        try
        {
            _ = Advise((void*)begin, end - begin, adviseHugePage);
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException)
        {
            return;
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* address, nuint length, int advice);
}
