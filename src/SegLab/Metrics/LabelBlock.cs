using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SegLab.Metrics;

/// <summary>Turns a block of label pairs into codes: truth * stride + prediction, times the counters (lanes) that a pair has.</summary>
/// <remarks>A pair that is ignored has the code of the true label <c>classes</c>, a prediction that is no class the predicted label <c>classes</c>.</remarks>
interface ILabelBlock<TLabel, TCode>
    where TLabel : unmanaged
    where TCode : unmanaged
{
    /// <summary>Stores the codes of one vector of clipped labels.</summary>
    static abstract unsafe void Store(Vector512<TLabel> prediction, Vector512<TLabel> truth, uint stride, int lanesShift, TCode* codes);
}

/// <summary>Byte labels, codes of 16 bits: up to 255 classes.</summary>
readonly struct ByteBlock : ILabelBlock<byte, ushort>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Store(Vector512<byte> prediction, Vector512<byte> truth, uint stride, int lanesShift, ushort* codes)
    {
        Vector512<ushort> step = Vector512.Create((ushort)stride);
        (Vector512<ushort> firstTruth, Vector512<ushort> lastTruth) = Vector512.Widen(truth);
        (Vector512<ushort> first, Vector512<ushort> last) = Vector512.Widen(prediction);
        ((firstTruth * step + first) << lanesShift).Store(codes);
        ((lastTruth * step + last) << lanesShift).Store(codes + Vector512<ushort>.Count);
    }
}

/// <summary>Labels of 16 bits, codes of 32: any number of classes.</summary>
readonly struct WideningBlock : ILabelBlock<ushort, uint>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Store(Vector512<ushort> prediction, Vector512<ushort> truth, uint stride, int lanesShift, uint* codes)
    {
        Vector512<uint> step = Vector512.Create(stride);
        (Vector512<uint> firstTruth, Vector512<uint> lastTruth) = Vector512.Widen(truth);
        (Vector512<uint> first, Vector512<uint> last) = Vector512.Widen(prediction);
        ((firstTruth * step + first) << lanesShift).Store(codes);
        ((lastTruth * step + last) << lanesShift).Store(codes + Vector512<uint>.Count);
    }
}

/// <summary>Labels of 32 bits, codes of 8: a few classes.</summary>
readonly struct NarrowingBlock : ILabelBlock<uint, byte>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Store(Vector512<uint> prediction, Vector512<uint> truth, uint stride, int lanesShift, byte* codes)
    {
        Vector512<uint> wide = (truth * Vector512.Create(stride) + prediction) << lanesShift;
        Vector256<ushort> narrow = Vector256.Narrow(wide.GetLower(), wide.GetUpper());
        Vector128.Narrow(narrow.GetLower(), narrow.GetUpper()).Store(codes);
    }
}

/// <summary>Labels and codes of one width.</summary>
readonly struct SameWidthBlock<T> : ILabelBlock<T, T>
    where T : unmanaged, IBinaryInteger<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Store(Vector512<T> prediction, Vector512<T> truth, uint stride, int lanesShift, T* codes) =>
        ((truth * Vector512.Create(T.CreateTruncating(stride)) + prediction) << lanesShift).Store(codes);
}
