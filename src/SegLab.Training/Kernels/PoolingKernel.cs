using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Runtime.Intrinsics.Vector512<float>;

namespace SegLab.Training.Kernels;

/// <summary>2 x 2 maxima of sixteen channels at a time.</summary>
static unsafe class PoolingKernel
{
    const int Lanes = BlockedMap.Lanes;

    /// <summary>One pooled row.</summary>
    /// <param name="load">The map.</param>
    /// <param name="first">The pixel where the upper row begins.</param>
    /// <param name="width">Pixels to the lower row.</param>
    /// <param name="count">Pooled pixels.</param>
    /// <param name="to"><c>[count][16]</c>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Forward(NormalizedLoad load, nint first, nint width, int count, float* to)
    {
        nint offset = first * Lanes, below = width * Lanes;
        for (int x = 0; x < count; x++, offset += 2 * Lanes, to += Lanes)
        {
            V upper = Vector512.MaxNative(load.Load(offset), load.Load(offset + Lanes));
            V lower = Vector512.MaxNative(load.Load(offset + below), load.Load(offset + below + Lanes));
            Vector512.MaxNative(upper, lower).StoreAligned(to);
        }
    }

    /// <summary>Rows [first, end) of the gradient: what <paramref name="share"/> holds, and the pooled pixel's for the first largest of four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Backward(
        NormalizedLoad load, PlainLoad share, RectifiedStore store, float* pooled, int height, int width, int first, int end)
    {
        int pooledWidth = width / 2;
        nint below = (nint)width * Lanes;
        for (int y = first; y < end; y += 2)
        {
            nint offset = y * below;
            if (y + 1 >= height)
            {
                for (int x = 0; x < width; x++, offset += Lanes) store.Store(offset, share.Load(offset));
                break;
            }

            float* from = pooled + (nint)(y / 2) * pooledWidth * Lanes;
            for (int x = 0; x < pooledWidth; x++, offset += 2 * Lanes, from += Lanes)
            {
                V gradient = Vector512.LoadAligned(from);
                V a = load.Load(offset), b = load.Load(offset + Lanes), c = load.Load(offset + below), d = load.Load(offset + below + Lanes);
                V largest = Vector512.MaxNative(Vector512.MaxNative(a, b), Vector512.MaxNative(c, d));
                V isA = Vector512.Equals(a, largest);
                V isB = Vector512.AndNot(Vector512.Equals(b, largest), isA);
                V taken = isA | isB;
                V isC = Vector512.AndNot(Vector512.Equals(c, largest), taken);
                V isD = ~(taken | isC);
                store.Store(offset, share.Load(offset) + (gradient & isA));
                store.Store(offset + Lanes, share.Load(offset + Lanes) + (gradient & isB));
                store.Store(offset + below, share.Load(offset + below) + (gradient & isC));
                store.Store(offset + below + Lanes, share.Load(offset + below + Lanes) + (gradient & isD));
            }

            if (width % 2 != 0)
            {
                store.Store(offset, share.Load(offset));
                store.Store(offset + below, share.Load(offset + below));
            }
        }

        store.Finish();
    }
}
