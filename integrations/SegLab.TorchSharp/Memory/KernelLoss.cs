using System.Numerics.Tensors;
using SegLab.Losses;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace SegLab.TorchSharp.Memory;

/// <summary>A loss by SegLab's kernels on the memory of tensors.</summary>
/// <remarks>
/// The gradient is computed with the value, and hung on the graph as the constant that the logits are multiplied by: the backward pass runs no
/// code of ours, whose exceptions could not be caught there.
/// </remarks>
static class KernelLoss
{
    /// <summary>The value under autograd, as a number on the CPU.</summary>
    /// <param name="loss">A loss that reduces its values.</param>
    /// <param name="logits"><c>[N, C, spatial...]</c>, floats on the CPU.</param>
    /// <param name="target">Labels or shares, on any device.</param>
    /// <param name="pixelWeights">A weight a pixel, or null.</param>
    /// <param name="instances">Numbers of instances, or null.</param>
    public static Tensor Evaluate(SegmentationLoss loss, Tensor logits, Tensor target, Tensor? pixelWeights, Tensor? instances)
    {
        bool wantsGradient = logits.requires_grad && is_grad_enabled();
        Tensor? gradient = null;
        double value;
        using (no_grad())
        {
            TensorSpan<float> room = default;
            if (wantsGradient) room = TensorMemory.Write<float>(gradient = empty_like(logits));
            value = loss.Evaluate(TensorMemory.Read<float>(logits), TargetOf(target, pixelWeights, instances), room);
        }

        if (gradient is null) return tensor((float)value);

        // One pass over both; dot counts in 32 bits and wants rows.
        bool rows = logits.is_contiguous() && gradient.is_contiguous() && logits.numel() <= int.MaxValue;
        Tensor product = rows ? logits.view(-1).dot(gradient.view(-1)) : (logits * gradient).sum();
        return product - product.detach() + value;
    }

    /// <summary>What the kernels read: the tensors' own memory where it is of a type they know, on the CPU.</summary>
    static SegmentationTarget TargetOf(Tensor target, Tensor? pixelWeights, Tensor? instances)
    {
        Tensor here = target.cpu();
        SegmentationTarget read = here.dtype switch
        {
            ScalarType.Byte => new(TensorMemory.Read<byte>(here)),
            ScalarType.Bool => new(TensorMemory.Read<byte>(here.to(ScalarType.Byte))),
            ScalarType.Int8 => new(TensorMemory.Read<short>(here.to(ScalarType.Int16))),
            ScalarType.Int16 => new(TensorMemory.Read<short>(here)),
            ScalarType.Int32 => new(TensorMemory.Read<int>(here)),
            ScalarType.Int64 => new(TensorMemory.Read<long>(here)),
            _ => new(TensorMemory.Read<float>(here.to(ScalarType.Float32))),
        };
        return read with
        {
            PixelWeights = pixelWeights is null ? default : TensorMemory.Read<float>(pixelWeights.to(ScalarType.Float32, CPU)),
            Instances = instances is null ? default : TensorMemory.Read<int>(instances.to(ScalarType.Int32, CPU)),
        };
    }
}
