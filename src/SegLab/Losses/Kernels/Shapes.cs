using System.Numerics.Tensors;

namespace SegLab.Losses.Kernels;

/// <summary>Checks that what a loss is called with goes together.</summary>
static unsafe class Shapes
{
    /// <exception cref="ArgumentException">It does not; the message gives both shapes.</exception>
    public static void Check(ReadOnlyTensorSpan<float> logits, SegmentationTarget target, TensorSpan<float> gradient)
    {
        if (logits.Rank < 3) throw new ArgumentException($"Logits have the shape [N, C, spatial...], at least three extents, not {Text(logits.Lengths)}.");
        if (logits.IsEmpty) throw new ArgumentException($"The logits {Text(logits.Lengths)} are empty.");
        if (!gradient.IsEmpty && !gradient.Lengths.SequenceEqual(logits.Lengths))
            throw new ArgumentException($"The gradient has the shape {Text(gradient.Lengths)}, the logits have {Text(logits.Lengths)}.");

        ReadOnlySpan<nint> given = target.Kind switch
        {
            TargetKind.Byte => target.Bytes.Lengths,
            TargetKind.Short => target.Shorts.Lengths,
            TargetKind.Int => target.Ints.Lengths,
            TargetKind.Long => target.Longs.Lengths,
            TargetKind.Soft => target.Soft.Lengths,
            _ => throw new ArgumentException("There is no target."),
        };
        if (target.Kind == TargetKind.Soft)
        {
            if (!given.SequenceEqual(logits.Lengths))
                throw new ArgumentException($"The soft target has the shape {Text(given)}, the logits have {Text(logits.Lengths)}.");
        }
        else
        {
            CheckMap(given, logits, "label map");
        }

        if (!target.PixelWeights.IsEmpty) CheckMap(target.PixelWeights.Lengths, logits, "map of pixel weights");
        if (!target.Instances.IsEmpty) CheckMap(target.Instances.Lengths, logits, "map of instances");
    }

    /// <exception cref="ArgumentException">A weight is negative or not finite.</exception>
    public static void CheckWeights(float* weights, nint count)
    {
        for (nint i = 0; i < count; i++)
            if (!(weights[i] >= 0) || !float.IsFinite(weights[i]))
                throw new ArgumentException($"Pixel {i} has the weight {weights[i]}; weights are finite and not negative.");
    }

    /// <summary>Whether the elements lie in row-major order without gaps.</summary>
    public static bool IsRowMajor<T>(ReadOnlyTensorSpan<T> tensor)
    {
        nint expected = 1;
        for (int i = tensor.Rank - 1; i >= 0; i--)
        {
            if (tensor.Lengths[i] != 1 && tensor.Strides[i] != expected) return false;
            expected *= tensor.Lengths[i];
        }

        return true;
    }

    static void CheckMap(ReadOnlySpan<nint> given, ReadOnlyTensorSpan<float> logits, string what)
    {
        ReadOnlySpan<nint> lengths = logits.Lengths;
        if (given.Length == lengths.Length - 1 && given[0] == lengths[0] && given[1..].SequenceEqual(lengths[2..])) return;
        throw new ArgumentException($"The {what} has the shape {Text(given)}; logits of {Text(lengths)} ask for [{lengths[0]}, {string.Join(", ", lengths[2..].ToArray())}].");
    }

    static string Text(ReadOnlySpan<nint> lengths) => $"[{string.Join(", ", lengths.ToArray())}]";
}
