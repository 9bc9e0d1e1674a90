using System.Diagnostics.CodeAnalysis;
using SegLab.Losses;
using SegLab.Losses.Kernels;
using SegLab.TorchSharp.Memory;
using SegLab.TorchSharp.Tensors;
using static TorchSharp.torch;

namespace SegLab.TorchSharp;

/// <summary>
/// A loss made ready for tensors: by the kernels as a whole, or what has a form on tensors there and the rest by the kernels. An instance serves
/// one call at a time.
/// </summary>
sealed class LossEvaluator
{
    readonly SegmentationLoss whole;
    readonly SegmentationLoss? ofPlanes;
    readonly TensorLoss? onTensors;
    readonly LossDemands demands;

    /// <exception cref="InvalidOperationException">The options do not go together.</exception>
    public LossEvaluator(SegmentationLoss loss)
    {
        demands = Lower(loss).Demands();
        IReadOnlyList<WeightedLoss> parts = WeightedSumLoss.PartsOf(loss.WithIgnoreIndex(demands.IgnoreIndex));
        WeightedLoss[] planes = [.. parts.Where(part => HasPlanes(part.Loss))], others = [.. parts.Where(part => !HasPlanes(part.Loss))];
        whole = demands.Reduces ? loss : new WeightedSumLoss([.. parts.Select(part => part with { Loss = part.Loss with { Reduction = Reduction.Sum } })]);
        ofPlanes = planes.Length == 0 ? null : new WeightedSumLoss(planes);
        onTensors = others.Length == 0 ? null : new TensorLoss(new WeightedSumLoss(others));
    }

    /// <summary>The value under autograd, on the logits' device; what it makes on the way belongs to the current dispose scope.</summary>
    /// <exception cref="ArgumentException">Shapes, types, labels, weights or logits are not what they must be; the message says which.</exception>
    /// <exception cref="InvalidOperationException">The values are not reduced, and only the kernels could compute them.</exception>
    public Tensor Evaluate(Tensor logits, Tensor target, Tensor? pixelWeights, Tensor? instances, LossPath path)
    {
        CheckTypes(logits, target, pixelWeights, instances);
        Shapes.Check(TensorMemory.Lengths(logits), TensorMemory.Lengths(target), is_floating_point(target), LengthsIfGiven(pixelWeights), LengthsIfGiven(instances));
        demands.CheckChannels((int)logits.shape[1]);
        if (logits.dtype != ScalarType.Float64) logits = logits.to(ScalarType.Float32);
        bool kernelsAreBest = demands.Reduces && logits.device_type == global::TorchSharp.DeviceType.CPU && logits.dtype == ScalarType.Float32;
        if (path == LossPath.Kernels || (path == LossPath.Automatic && kernelsAreBest)) return ByKernels(whole);

        Tensor? value = ofPlanes is null ? null : ByKernels(ofPlanes);
        if (onTensors is null) return value!;
        Tensor others = onTensors.Evaluate(logits, target, pixelWeights, instances) ?? throw Fault();
        return value is null ? others : value + others;

        Tensor ByKernels(SegmentationLoss loss)
        {
            if (!demands.Reduces)
                throw new InvalidOperationException("The kernels have a gradient of the sum of the values alone: a map (reduction=none) takes a loss without ranks, distances or skeletons, by tensors.");
            return KernelLoss.Evaluate(loss, logits.to(ScalarType.Float32, CPU), target, pixelWeights, instances).to(logits.dtype, logits.device);
        }

        // The kernels find the place of what is wrong.
        ArgumentException Fault()
        {
            using (no_grad()) KernelLoss.Evaluate(whole, logits.detach().to(ScalarType.Float32, CPU), target, pixelWeights, instances);
            return new ArgumentException("The logits, the target or the weights have a number that is not what it must be.");
        }
    }

    static LossPlanBuilder Lower(SegmentationLoss loss)
    {
        var builder = new LossPlanBuilder();
        loss.AddTo(builder, 1);
        return builder;
    }

    static bool HasPlanes(SegmentationLoss loss) => Lower(loss).Groups.Any(group => group.Terms.Plane.Count > 0);

    static nint[] LengthsIfGiven(Tensor? tensor) => tensor is null ? [] : TensorMemory.Lengths(tensor);

    static void CheckTypes([NotNull] Tensor? logits, [NotNull] Tensor? target, Tensor? pixelWeights, Tensor? instances)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(target);
        if (!is_floating_point(logits)) throw new ArgumentException($"The logits are real numbers, not {logits.dtype}.");
        if (!is_floating_point(target) && !is_integral(target) && target.dtype != ScalarType.Bool)
            throw new ArgumentException($"The target holds integer labels or real shares, not {target.dtype}.");
        if (target.requires_grad) throw new ArgumentException("The target requires a gradient, and a loss has none by it: detach it.");
        if (pixelWeights is not null && !is_floating_point(pixelWeights)) throw new ArgumentException($"Pixel weights are real numbers, not {pixelWeights.dtype}.");
        if (pixelWeights is { requires_grad: true }) throw new ArgumentException("The pixel weights require a gradient, and a loss has none by them: detach them.");
        if (instances is not null && !is_integral(instances)) throw new ArgumentException($"Instances are integer numbers, not {instances.dtype}.");
    }
}
