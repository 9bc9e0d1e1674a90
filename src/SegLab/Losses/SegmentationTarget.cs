using System.Numerics.Tensors;

namespace SegLab.Losses;

/// <summary>What the network should have said: a label map, or a soft (or one-hot) target with the shape of the logits.</summary>
/// <remarks>
/// Label maps have the shape <c>[N, spatial...]</c> for logits <c>[N, C, spatial...]</c>; a span of any of the four integer types
/// converts implicitly. With one logit channel, label 1 is the foreground and 0 the background.
/// </remarks>
public readonly ref struct SegmentationTarget
{
    internal readonly ReadOnlyTensorSpan<byte> Bytes;
    internal readonly ReadOnlyTensorSpan<short> Shorts;
    internal readonly ReadOnlyTensorSpan<int> Ints;
    internal readonly ReadOnlyTensorSpan<long> Longs;
    internal readonly ReadOnlyTensorSpan<float> Soft;
    internal readonly TargetKind Kind;

    /// <summary>A label map of bytes, <c>[N, spatial...]</c>.</summary>
    public SegmentationTarget(ReadOnlyTensorSpan<byte> labels) { Bytes = labels; Kind = TargetKind.Byte; }

    /// <summary>A label map of 16-bit integers, <c>[N, spatial...]</c>.</summary>
    public SegmentationTarget(ReadOnlyTensorSpan<short> labels) { Shorts = labels; Kind = TargetKind.Short; }

    /// <summary>A label map of 32-bit integers, <c>[N, spatial...]</c>.</summary>
    public SegmentationTarget(ReadOnlyTensorSpan<int> labels) { Ints = labels; Kind = TargetKind.Int; }

    /// <summary>A label map of 64-bit integers, <c>[N, spatial...]</c>.</summary>
    public SegmentationTarget(ReadOnlyTensorSpan<long> labels) { Longs = labels; Kind = TargetKind.Long; }

    /// <summary>A soft or one-hot target, <c>[N, C, spatial...]</c>, values from 0 to 1.</summary>
    public SegmentationTarget(ReadOnlyTensorSpan<float> soft) { Soft = soft; Kind = TargetKind.Soft; }

    /// <summary>Optional weights, <c>[N, spatial...]</c>, that multiply what each pixel adds to the loss; finite and not negative.</summary>
    public ReadOnlyTensorSpan<float> PixelWeights { get; init; }

    /// <summary>
    /// Optional instance numbers, <c>[N, spatial...]</c>, 0 where there is none, for losses that weigh the borders between instances; without
    /// them the connected components of the label map stand in.
    /// </summary>
    public ReadOnlyTensorSpan<int> Instances { get; init; }

    /// <summary>Treats a span of bytes as a label map.</summary>
    public static implicit operator SegmentationTarget(ReadOnlyTensorSpan<byte> labels) => new(labels);

    /// <summary>Treats a span of 16-bit integers as a label map.</summary>
    public static implicit operator SegmentationTarget(ReadOnlyTensorSpan<short> labels) => new(labels);

    /// <summary>Treats a span of 32-bit integers as a label map.</summary>
    public static implicit operator SegmentationTarget(ReadOnlyTensorSpan<int> labels) => new(labels);

    /// <summary>Treats a span of 64-bit integers as a label map.</summary>
    public static implicit operator SegmentationTarget(ReadOnlyTensorSpan<long> labels) => new(labels);

    /// <summary>Treats a span of floats as a soft target.</summary>
    public static implicit operator SegmentationTarget(ReadOnlyTensorSpan<float> soft) => new(soft);
}

enum TargetKind { None, Byte, Short, Int, Long, Soft }
