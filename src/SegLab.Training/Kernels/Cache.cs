using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace SegLab.Training.Kernels;

/// <summary>Hints to the cache.</summary>
static unsafe class Cache
{
    /// <summary>Asks for a line that will soon be used; any address will do. Does nothing on processors without the instruction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(float* address)
    {
        if (Sse.IsSupported) Sse.Prefetch0(address);
    }
}
