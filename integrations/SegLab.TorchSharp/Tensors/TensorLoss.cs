using SegLab.Losses;
using SegLab.Losses.Kernels;
using static TorchSharp.torch;

namespace SegLab.TorchSharp.Tensors;

/// <summary>A loss without terms of whole planes, made ready to be evaluated on tensors of any device. An instance serves one call at a time.</summary>
sealed class TensorLoss
{
    readonly IReadOnlyList<(Prediction Prediction, LossTerms Terms)> groups;
    readonly LossDemands demands;

    public TensorLoss(SegmentationLoss loss)
    {
        var builder = new LossPlanBuilder();
        loss.AddTo(builder, 1);
        (groups, demands) = (builder.Groups, builder.Demands());
    }

    /// <summary>The value under autograd: a number, or without a reduction the map of values in the shape that the loss has.</summary>
    /// <param name="logits"><c>[N, C, spatial...]</c>, in single or double precision.</param>
    /// <param name="target">Labels or shares.</param>
    /// <param name="pixelWeights">A weight a pixel, or null.</param>
    /// <param name="instances">Numbers of instances, or null.</param>
    /// <returns>The value; null when a given number is not what it must be.</returns>
    public Tensor? Evaluate(Tensor logits, Tensor target, Tensor? pixelWeights, Tensor? instances)
    {
        nint[] extents = [.. logits.shape.Skip(2).Select(length => (nint)length)];
        Tensor rows = logits.flatten(2);
        TensorOutcomes[] outcomes = [.. groups.Select(group => new TensorOutcomes(group.Prediction, rows))];
        TensorTarget truth;
        using (no_grad())
        {
            truth = new TensorTarget(rows, target, pixelWeights, demands.IgnoreIndex);
            Tensor valid = outcomes.Aggregate(truth.IsValid, (all, of) => all.logical_and(of.AreValid().all()));
            if (!valid.item<bool>()) return null;
        }

        var maps = new TensorWeightMaps(truth, extents, instances);
        Tensor? result = null;
        for (int i = 0; i < groups.Count; i++)
        {
            var pixels = new TensorPixelTerms(outcomes[i], truth, maps);
            var regions = new TensorRegionTerms(outcomes[i], truth, maps);
            foreach (PixelTerm term in groups[i].Terms.Pixel) Add(InShape(pixels.Evaluate(term)));
            foreach (RegionTerm term in groups[i].Terms.Region) Add(term.Accept(regions).to(logits.dtype));
        }

        return result;

        Tensor InShape(Tensor ofPixels) => ofPixels.dim() switch
        {
            0 => ofPixels,
            2 => ofPixels.reshape([logits.shape[0], .. logits.shape[2..]]),
            _ => ofPixels.reshape(logits.shape),
        };

        void Add(Tensor value)
        {
            if (!demands.Reduces) demands.CheckValues((nint)value.numel(), (int)logits.shape[0], (int)logits.shape[1], (nint)rows.shape[2]);
            result = result is null ? value : result + value;
        }
    }
}
