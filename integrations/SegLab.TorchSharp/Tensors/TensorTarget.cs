using static TorchSharp.torch;

namespace SegLab.TorchSharp.Tensors;

/// <summary>What the network should have said, on the device and in the number type of the logits: shares of classes, what counts, and how much.</summary>
sealed class TensorTarget
{
    readonly int channels;
    readonly Tensor? given;
    Tensor? shares, classCounts, pixelCounts, weightSums;

    /// <param name="logits"><c>[N, C, pixels]</c>.</param>
    /// <param name="target">A label map of integers, <c>[N, spatial...]</c>, or shares of the shape of the logits.</param>
    /// <param name="pixelWeights">A weight a pixel, or null.</param>
    /// <param name="ignoreIndex">The label of pixels that do not count.</param>
    public TensorTarget(Tensor logits, Tensor target, Tensor? pixelWeights, int? ignoreIndex)
    {
        (Images, channels, long pixels) = ((int)logits.shape[0], (int)logits.shape[1], logits.shape[2]);
        IsSoft = is_floating_point(target);
        Tensor valid;
        if (IsSoft)
        {
            shares = given = target.to(logits.dtype, logits.device).reshape(Images, channels, pixels);
            Counting = logits.new_ones(Images, 1, pixels);
            valid = given.ge(0).logical_and(given.le(1)).all();
        }
        else
        {
            Tensor labels = target.to(ScalarType.Int64, logits.device).reshape(Images, 1, pixels);
            Tensor known = labels.ge(0).logical_and(labels.lt(channels == 1 ? 2 : channels));
            valid = known.all();
            if (ignoreIndex is { } ignore)
            {
                Tensor ignored = labels.eq(ignore);
                valid = known.logical_or(ignored).all();
                known = known.logical_and(ignored.logical_not());
            }

            Labels = labels.masked_fill(known.logical_not(), 0);
            Counting = known.to(logits.dtype);
        }

        Weights = Counting;
        if (pixelWeights is not null)
        {
            Tensor weights = pixelWeights.to(logits.dtype, logits.device).reshape(Images, 1, pixels);
            valid = valid.logical_and(weights.isfinite().logical_and(weights.ge(0)).all());
            Weights = Counting * weights;
        }

        IsValid = valid;
    }

    public int Images { get; }

    /// <summary>Whether there are shares of classes and not labels.</summary>
    public bool IsSoft { get; }

    /// <summary>One truth: whether all labels, shares and weights are what they must be.</summary>
    public Tensor IsValid { get; }

    /// <summary>The label of each pixel, <c>[N, 1, pixels]</c>, 0 where it does not count; null for shares.</summary>
    public Tensor? Labels { get; }

    /// <summary>1 where a pixel counts, else 0, <c>[N, 1, pixels]</c>.</summary>
    public Tensor Counting { get; }

    /// <summary>What each pixel weighs, likewise.</summary>
    public Tensor Weights { get; }

    /// <summary>y of each channel, <c>[N, C, pixels]</c>, 0 where a pixel does not count; with one channel label 1 is what it finds.</summary>
    public Tensor Shares => shares ??= Counting * (channels == 1
        ? Labels!.to(Counting.dtype)
        : arange(channels, device: Counting.device).view(1, -1, 1).eq(Labels!).to(Counting.dtype));

    /// <summary>The pixels of each class, <c>[N, C]</c>.</summary>
    public Tensor ClassCounts => classCounts ??= Shares.sum(2);

    /// <summary>The pixels that count, <c>[N, 1]</c>.</summary>
    public Tensor PixelCounts => pixelCounts ??= Counting.sum(2);

    /// <summary>The sum of their weights, <c>[N, 1]</c>.</summary>
    public Tensor WeightSums => weightSums ??= Weights.sum(2);

    /// <summary>The label of each pixel, <c>[N, pixels]</c>, as 32-bit integers on the CPU, the given one where it does not count; of shares the largest.</summary>
    /// <param name="notCounted">The label of pixels that do not count.</param>
    public Tensor LabelsOnCpu(int notCounted)
    {
        Tensor labels = Labels is { } known ? known.masked_fill(Counting.eq(0), notCounted)
            : channels == 1 ? given!.ge(0.5).to(ScalarType.Int64)
            : given!.argmax(1, keepdim: true);
        return labels.squeeze(1).to(ScalarType.Int32).cpu().contiguous();
    }
}
