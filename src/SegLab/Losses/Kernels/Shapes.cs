using System.Numerics.Tensors;

namespace SegLab.Losses.Kernels;

/// <summary>Checks that what a loss is called with goes together.</summary>
static unsafe class Shapes
{
    /// <exception cref="ArgumentException">It does not; the message gives both shapes.</exception>
    public static void Check(ReadOnlyTensorSpan<float> logits, SegmentationTarget target, TensorSpan<float> gradient)
    {
        ReadOnlySpan<nint> given = target.Kind switch
        {
            TargetKind.Byte => target.Bytes.Lengths,
            TargetKind.Short => target.Shorts.Lengths,
            TargetKind.Int => target.Ints.Lengths,
            TargetKind.Long => target.Longs.Lengths,
            TargetKind.Soft => target.Soft.Lengths,
            _ => throw new ArgumentException("There is no target."),
        };
        Check(
            logits.Lengths,
            given,
            target.Kind == TargetKind.Soft,
            target.PixelWeights.IsEmpty ? [] : target.PixelWeights.Lengths,
            target.Instances.IsEmpty ? [] : target.Instances.Lengths);
        if (!gradient.IsEmpty && !gradient.Lengths.SequenceEqual(logits.Lengths))
            throw new ArgumentException($"The gradient has the shape {Text(gradient.Lengths)}, the logits have {Text(logits.Lengths)}.");
    }

    /// <summary>The same for shapes alone; those of pixel weights and instances are empty when there are none.</summary>
    /// <exception cref="ArgumentException">They do not go together; the message gives both shapes.</exception>
    public static void Check(ReadOnlySpan<nint> logits, ReadOnlySpan<nint> target, bool soft, ReadOnlySpan<nint> pixelWeights, ReadOnlySpan<nint> instances)
    {
        if (logits.Length < 3) throw new ArgumentException($"Logits have the shape [N, C, spatial...], at least three extents, not {Text(logits)}.");
        if (logits.Contains(0)) throw new ArgumentException($"The logits {Text(logits)} are empty.");
        if (soft && !target.SequenceEqual(logits)) throw new ArgumentException($"The soft target has the shape {Text(target)}, the logits have {Text(logits)}.");
        if (!soft) CheckMap(target, logits, "label map");
        if (!pixelWeights.IsEmpty) CheckMap(pixelWeights, logits, "map of pixel weights");
        if (!instances.IsEmpty) CheckMap(instances, logits, "map of instances");
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

    static void CheckMap(ReadOnlySpan<nint> given, ReadOnlySpan<nint> lengths, string what)
    {
        if (given.Length == lengths.Length - 1 && given[0] == lengths[0] && given[1..].SequenceEqual(lengths[2..])) return;
        throw new ArgumentException($"The {what} has the shape {Text(given)}; logits of {Text(lengths)} ask for [{lengths[0]}, {string.Join(", ", lengths[2..].ToArray())}].");
    }

    static string Text(ReadOnlySpan<nint> lengths) => $"[{string.Join(", ", lengths.ToArray())}]";
}
