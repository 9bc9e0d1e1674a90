using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SegLab.Metrics;

/// <summary>Which number a pair of labels has: truth * (classes + 1) + prediction, times the counters (lanes) that a pair has.</summary>
/// <remarks>A pair that is ignored has the true label <c>classes</c>, a prediction that is the ignored label and no class the predicted label <c>classes</c>.</remarks>
/// <param name="classes">How many classes there are.</param>
/// <param name="lanesShift">The logarithm to base 2 of the counters of a pair.</param>
/// <param name="ignored">The true label that is left out, one that the type can represent; or null.</param>
readonly unsafe struct LabelPairCode<T>(int classes, int lanesShift, long? ignored)
    where T : unmanaged, IBinaryInteger<T>
{
    readonly uint classes = (uint)classes, stride = (uint)classes + 1;
    readonly bool ignores = ignored is not null, abstains = ignored is { } label && !(label >= 0 && label < classes);
    readonly T ignored = T.CreateTruncating(ignored ?? 0);

    /// <summary>The code of one pair; -1 when a label of it is neither a class nor ignored.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Encode(T prediction, T truth)
    {
        uint expected = uint.CreateTruncating(truth), predicted = uint.CreateTruncating(prediction);
        bool skipped = ignores && truth == ignored;
        if (expected < classes && predicted < classes && !skipped) return (int)((expected * stride + predicted) << lanesShift);
        if (skipped) return (int)((classes * stride) << lanesShift);
        return expected < classes && abstains && prediction == ignored ? (int)((expected * stride + classes) << lanesShift) : -1;
    }

    /// <summary>Writes the codes of whole blocks; false when a label in them is neither a class nor ignored.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryEncode<TCode, TBlock>(T* prediction, T* truth, int count, TCode* codes)
        where TCode : unmanaged
        where TBlock : ILabelBlock<T, TCode>
    {
        Vector512<T> none = Vector512.Create(T.CreateTruncating(classes)), ignore = Vector512.Create(ignored);
        Vector512<T> mayIgnore = ignores ? Vector512<T>.AllBitsSet : Vector512<T>.Zero, mayAbstain = abstains ? Vector512<T>.AllBitsSet : Vector512<T>.Zero;
        Vector512<T> wrong = Vector512<T>.Zero;
        for (int v = 0; v < count; v += Vector512<T>.Count)
        {
            Vector512<T> t = Vector512.Load(truth + v), p = Vector512.Load(prediction + v);
            Vector512<T> skipped = Vector512.Equals(t, ignore) & mayIgnore, abstained = Vector512.Equals(p, ignore) & mayAbstain;
            wrong |= Vector512.AndNot(Vector512.GreaterThanOrEqual(t, none) | Vector512.AndNot(Vector512.GreaterThanOrEqual(p, none), abstained), skipped);
            t = Vector512.ConditionalSelect(skipped, none, t);
            p = Vector512.Min(Vector512.ConditionalSelect(abstained, none, p), none);
            TBlock.Store(p, t, stride, lanesShift, codes + v);
        }

        return wrong == Vector512<T>.Zero;
    }

    /// <summary>The first pixel with a label that is neither a class nor ignored; there must be one.</summary>
    public nint FirstWrong(T* prediction, T* truth)
    {
        nint i = 0;
        while (Encode(prediction[i], truth[i]) >= 0) i++;
        return i;
    }
}
