using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace SegLab.Losses.Kernels;

/// <summary>A loss made ready to be called: its kernels, their memory, and the checks of what they are called with.</summary>
sealed unsafe class LossPlan
{
    // Below this many logits a second thread costs more than it brings.
    const int LogitsPerThread = 1 << 14;

    readonly LossKernel[] kernels;
    readonly LossDemands demands;
    readonly DenseCopy logitsCopy = new(), softCopy = new(), weightsCopy = new(), gradientCopy = new();
    byte[] labelBytes = [];
    int[] instanceNumbers = [];
    nint[] extents = [];

    public LossPlan(SegmentationLoss loss)
    {
        var builder = new LossPlanBuilder();
        loss.AddTo(builder, 1);
        kernels = builder.Build();
        demands = builder.Demands();
    }

    public double Run(
        ReadOnlyTensorSpan<float> logits, SegmentationTarget target, TensorSpan<float> gradient, TensorSpan<float> values, int threads)
    {
        Shapes.Check(logits, target, gradient);
        int images = checked((int)logits.Lengths[0]), channels = checked((int)logits.Lengths[1]);
        nint pixels = logits.FlattenedLength / images / channels;
        demands.CheckChannels(channels);
        if (demands.Reduces != values.IsEmpty) throw new InvalidOperationException(demands.Reduces
            ? "The loss reduces its values; only one with reduction=none has a map of them."
            : "The loss has reduction=none: EvaluateMap returns its values.");
        if (!values.IsEmpty) CheckValues(values, images, channels, pixels);

        if (!logits.Lengths[2..].SequenceEqual(extents)) extents = logits.Lengths[2..].ToArray();
        float* softPointer = null;
        bool twoKernels = kernels.Length > 1;
        bool ownGradient = !gradient.IsEmpty && !Shapes.IsRowMajor<float>(gradient);
        fixed (float* givenLogits = logits, givenGradient = gradient, givenValues = values)
        fixed (float* givenWeights = target.PixelWeights, givenSoft = target.Soft)
        fixed (int* instances = DenseInstances(target))
        fixed (byte* bytes = target.Bytes)
        fixed (short* shorts = target.Shorts)
        fixed (int* ints = target.Ints)
        fixed (long* longs = target.Longs)
        {
            // Two kernels both read the logits, so the first must not write its gradient over them.
            bool inPlace = givenGradient == givenLogits;
            float* logitsPointer = Shapes.IsRowMajor(logits) && !(inPlace && twoKernels) ? givenLogits : logitsCopy.Of(logits);
            if (target.Kind == TargetKind.Soft) softPointer = Shapes.IsRowMajor(target.Soft) ? givenSoft : softCopy.Of(target.Soft);
            float* weightsPointer = target.PixelWeights.IsEmpty ? null
                : Shapes.IsRowMajor(target.PixelWeights) ? givenWeights : weightsCopy.Of(target.PixelWeights);
            float* gradientPointer = gradient.IsEmpty ? null : ownGradient ? gradientCopy.Room(gradient.FlattenedLength) : givenGradient;
            if (weightsPointer != null) Shapes.CheckWeights(weightsPointer, images * pixels);
            new Span<float>(givenValues, (int)values.FlattenedLength).Clear();

            var arguments = new LossArguments
            {
                Images = images,
                Channels = channels,
                Pixels = pixels,
                Extents = extents,
                Logits = logitsPointer,
                Gradient = gradientPointer,
                Kind = target.Kind,
                Soft = softPointer,
                PixelWeights = weightsPointer,
                Instances = instances,
                IgnoreIndex = demands.IgnoreIndex,
                Map = values.IsEmpty ? null : givenValues,
                MapLength = (int)values.FlattenedLength,
                Threads = Math.Clamp((int)Math.Min(logits.FlattenedLength / LogitsPerThread, int.MaxValue), 1, threads > 0 ? threads : Environment.ProcessorCount),
            };

            double value = 0;
            fixed (byte* copied = CopyLabels(target))
            {
                arguments.Labels = copied != null ? copied : target.Kind switch
                {
                    TargetKind.Byte => bytes,
                    TargetKind.Short => shorts,
                    TargetKind.Int => ints,
                    _ => longs,
                };
                foreach (LossKernel kernel in kernels)
                {
                    value += kernel.Evaluate(arguments);
                    arguments.Accumulate = true;
                }
            }

            if (ownGradient) gradientCopy.CopyTo(gradient);
            return value;
        }
    }

    void CheckValues(TensorSpan<float> values, int images, int channels, nint pixels)
    {
        if (!Shapes.IsRowMajor<float>(values)) throw new ArgumentException("The values must be in row-major order without gaps.");
        demands.CheckValues(values.FlattenedLength, images, channels, pixels);
    }

    // Empty when there are none.
    ReadOnlySpan<int> DenseInstances(SegmentationTarget target)
    {
        if (target.Instances.IsEmpty) return default;
        int length = checked((int)target.Instances.FlattenedLength);
        if (instanceNumbers.Length < length) instanceNumbers = new int[length];
        StridedCopy.Flatten(target.Instances, instanceNumbers);
        return instanceNumbers;
    }

    // Null when the labels can be read where they are.
    byte[]? CopyLabels(SegmentationTarget target) => target.Kind switch
    {
        TargetKind.Byte when !Shapes.IsRowMajor(target.Bytes) => Flatten(target.Bytes),
        TargetKind.Short when !Shapes.IsRowMajor(target.Shorts) => Flatten(target.Shorts),
        TargetKind.Int when !Shapes.IsRowMajor(target.Ints) => Flatten(target.Ints),
        TargetKind.Long when !Shapes.IsRowMajor(target.Longs) => Flatten(target.Longs),
        _ => null,
    };

    byte[] Flatten<T>(ReadOnlyTensorSpan<T> labels)
        where T : unmanaged
    {
        int length = checked((int)labels.FlattenedLength * sizeof(T));
        if (labelBytes.Length < length) labelBytes = new byte[length];
        StridedCopy.Flatten(labels, MemoryMarshal.Cast<byte, T>(labelBytes.AsSpan(0, length)));
        return labelBytes;
    }
}
