using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SegLab.Training.Kernels;

/// <summary>Neighbouring pixels of a block of channels, to and from scratch memory.</summary>
static unsafe class PixelCopy
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Read<TLoad>(TLoad load, nint offset, int count, float* to)
        where TLoad : struct, IPixelLoad
    {
        for (float* end = to + (nint)count * BlockedMap.Lanes; to < end; to += BlockedMap.Lanes, offset += BlockedMap.Lanes)
        {
            load.Load(offset).StoreAligned(to);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Write<TStore>(TStore store, float* from, nint offset, int count)
        where TStore : struct, IPixelStore
    {
        for (float* end = from + (nint)count * BlockedMap.Lanes; from < end; from += BlockedMap.Lanes, offset += BlockedMap.Lanes)
        {
            store.Store(offset, Vector512.LoadAligned(from));
        }

        store.Finish();
    }
}
