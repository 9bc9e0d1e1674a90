using SegLab.Losses;
using SegLab.Losses.Kernels;
using SegLab.Numerics;
using static TorchSharp.torch;

namespace SegLab.TorchSharp.Tensors;

/// <summary>Evaluates pixel terms on tensors: the terms' formulas and weights, under autograd.</summary>
sealed class TensorPixelTerms(TensorOutcomes outcomes, TensorTarget target, TensorWeightMaps maps)
{
    readonly int channels = (int)outcomes.Logits.shape[1];

    /// <summary>The term: a number, or without a reduction <c>[N, pixels]</c>, and <c>[N, C, pixels]</c> where each channel has values of its own.</summary>
    public Tensor Evaluate(PixelTerm term)
    {
        Tensor costs = CostsOf(term);
        if (!term.EachChannel || outcomes.Prediction == Prediction.Softmax) costs = costs.sum(1);
        if (term.Selection is { } selection) costs *= maps.Of(selection, costs);
        Tensor result = term.Reduction == Reduction.None ? costs : costs.sum();
        if (term.Normalizer is { } normalizer) return term.Factor * Quotient(result, CostsOf(normalizer).sum());
        return term.Factor * (term.Reduction == Reduction.Mean && term.Selection is null ? Quotient(result, DivisorOf(term)) : result);
    }

    // 0 over 0, the mean over no pixel, is 0.
    static Tensor Quotient(Tensor dividend, Tensor divisor)
    {
        Tensor none = divisor.eq(0);
        return dividend.masked_fill(none, 0) / divisor.masked_fill(none, 1);
    }

    Tensor DivisorOf(PixelTerm term)
    {
        (CountedBy by, double times) = term.Divisor(channels, target.IsSoft);
        return times * by switch
        {
            CountedBy.PixelWeights => WeightsOf(term).sum(),
            CountedBy.ClassWeights => (target.ClassCounts * ClassWeightsOf(term)).sum(),
            _ => target.PixelCounts.sum(),
        };
    }

    Tensor WeightsOf(PixelTerm term) => term.Map is { Source: not null } map ? target.Weights * maps.Of(map, channels) : target.Weights;

    Tensor ClassWeightsOf(PixelTerm term) =>
        tensor([.. Enumerable.Range(0, channels).Select(term.WeightOf)], dtype: target.Weights.dtype, device: target.Weights.device);

    Tensor CostsOf(PixelTerm term)
    {
        bool oneClass = !term.EachChannel && channels > 1;
        return oneClass && !target.IsSoft && term.LabelSmoothing == 0 ? CostsOfTruth(term) : CostsOfOutcomes(term, oneClass);
    }

    /// <summary>Where each pixel has one class: that of its likelihood.</summary>
    Tensor CostsOfTruth(PixelTerm term)
    {
        (Tensor p, Tensor q, Tensor logP) = outcomes.OfTruth(target.Labels!);
        Tensor weights = WeightsOf(term);
        if (term.HasClassWeights) weights = weights * ClassWeightsOf(term)[target.Labels!];
        return weights * CostOf(term, p, q, logP);
    }

    /// <summary>Presence and absence of each channel's class; presence alone where a pixel has one class.</summary>
    Tensor CostsOfOutcomes(PixelTerm term, bool oneClass)
    {
        Tensor y = term.LabelSmoothing == 0 ? target.Shares : (1 - term.LabelSmoothing) * target.Shares + term.LabelSmoothing / channels;
        (Tensor present, Tensor absent) = OutcomeWeightsOf(term);
        Tensor weights = WeightsOf(term), yes = weights * present * y;
        Tensor costs = yes * CostOf(term, outcomes.P.detach(), Complement(oneClass), outcomes.LogP);
        if (!oneClass)
        {
            Tensor no = (term.MapOnPresence ? target.Weights : weights) * absent * (1 - y);
            costs += no * CostOf(term, outcomes.Q.detach(), outcomes.P.detach(), outcomes.LogQ);
        }

        return term.AddsNegativeEntropy ? costs + yes * y.clamp_min(1e-37).log() : costs;
    }

    // Where the others' outcomes are not asked for, the logarithm of 1 - p under a softmax is not worth computing.
    Tensor Complement(bool oneClass) => oneClass && outcomes.Prediction == Prediction.Softmax ? 1 - outcomes.P.detach() : outcomes.Q.detach();

    /// <summary>What presence and absence weigh, to be multiplied with <c>[N, C, pixels]</c>.</summary>
    (Tensor Present, Tensor Absent) OutcomeWeightsOf(PixelTerm term)
    {
        Tensor weights = ClassWeightsOf(term).view(1, -1, 1);
        if (term.Balance is not { } balance) return (weights * term.PresentWeight, weights * term.AbsentWeight);
        Tensor present = target.ClassCounts.sum(1), elements = target.PixelCounts.squeeze(1) * channels;
        if (balance == Aggregate.Batch) (present, elements) = (present.sum(0, keepdim: true), elements.sum(0, keepdim: true));
        Tensor absentShare = Quotient(elements - present, elements).view(-1, 1, 1);
        return (weights * absentShare, weights * (1 - absentShare));
    }

    static Tensor CostOf(PixelTerm term, Tensor p, Tensor q, Tensor logP)
    {
        Dual<TensorReal> cost;
        using (no_grad())
        {
            var likelihood = new Likelihood<TensorReal>(new(p), new(q), new(logP.detach()));
            cost = term.Cost(likelihood.Differentiable());
        }

        return Attached.To(logP, cost.Value.ToTensor(p), cost.Slope);
    }
}
