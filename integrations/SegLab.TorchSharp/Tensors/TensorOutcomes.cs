using SegLab.Losses.Kernels;
using static TorchSharp.torch;

namespace SegLab.TorchSharp.Tensors;

/// <summary>
/// What the logits say of each channel, <c>[N, C, pixels]</c>: p, 1 - p and their logarithms, under autograd and with the kernels' slopes. None
/// comes from a difference in which digits cancel. Each is computed when it is asked for.
/// </summary>
sealed class TensorOutcomes(Prediction prediction, Tensor logits)
{
    const double Least = 1e-30;

    Tensor? p, q, logP, logQ;

    public Prediction Prediction => prediction;

    /// <summary>The numbers that are given.</summary>
    public Tensor Logits => logits;

    public Tensor P => p ??= prediction switch
    {
        Prediction.Softmax => logits.softmax(1),
        Prediction.Sigmoid => logits.sigmoid(),
        Prediction.LogProbabilities => logits.exp(),
        _ => logits,
    };

    public Tensor Q => q ??= prediction switch
    {
        Prediction.Softmax => LogQ.exp(),
        Prediction.Sigmoid => (-logits).sigmoid(),
        Prediction.LogProbabilities => -logits.expm1(),
        _ => 1 - logits,
    };

    public Tensor LogP => logP ??= prediction switch
    {
        Prediction.Softmax => logits.log_softmax(1),
        Prediction.Sigmoid => nn.functional.logsigmoid(logits),
        Prediction.LogProbabilities => logits,
        _ => Away(logits).log(),
    };

    public Tensor LogQ => logQ ??= prediction switch
    {
        Prediction.Softmax => LogOfOthers(),
        Prediction.Sigmoid => nn.functional.logsigmoid(-logits),
        Prediction.LogProbabilities => LogOfRest(),
        _ => Away(Q).log(),
    };

    /// <summary>Whether each given number is what it must be.</summary>
    public Tensor AreValid() => prediction switch
    {
        Prediction.Probabilities => logits.ge(0).logical_and(logits.le(1)),
        Prediction.LogProbabilities => logits.isfinite().logical_and(logits.le(0)),
        _ => logits.isfinite(),
    };

    /// <summary>The likelihood of each pixel's true class, <c>[N, 1, pixels]</c>; under a softmax 1 - p is the sum of the others.</summary>
    /// <param name="labels">The classes, <c>[N, 1, pixels]</c>.</param>
    public (Tensor P, Tensor Q, Tensor LogP) OfTruth(Tensor labels)
    {
        if (prediction != Prediction.Softmax) return (P.detach().gather(1, labels), Q.detach().gather(1, labels), LogP.gather(1, labels));
        Tensor all = P.detach(), isTruth = IsChannel(labels), others = all.masked_fill(isTruth, 0).sum(1, keepdim: true);

        // Near 1 the logarithm has its digits from the others, and so has its slope by the true logit: log_softmax takes 1 - p there.
        Tensor logTruth = where(others.lt(0.5), (-others.clamp_max(0.5)).log1p(), LogP.detach().gather(1, labels));
        Tensor slopes = where(isTruth, others, -all);
        return (all.gather(1, labels), others, logTruth + (slopes * (logits - logits.detach())).sum(1, keepdim: true));
    }

    Tensor IsChannel(Tensor channel) => arange(logits.shape[1], device: logits.device).view(1, -1, 1).eq(channel);

    /// <summary>The same number, and 1e-30 in place of smaller ones with the slope of that number by itself, which is 1.</summary>
    static Tensor Away(Tensor value) => value + (value.detach().clamp_min(Least) - value.detach());

    // The channel with the largest logit takes it from the others; for the rest 1 - p is no less than a half.
    Tensor LogOfOthers()
    {
        Tensor isLargest = IsChannel(logits.detach().argmax(1, keepdim: true));
        Tensor ofLargest = logits.masked_fill(isLargest, double.NegativeInfinity).logsumexp(1, keepdim: true) - logits.logsumexp(1, keepdim: true);
        return where(isLargest, ofLargest, (-P.masked_fill(isLargest, 0)).log1p());
    }

    Tensor LogOfRest()
    {
        Tensor rest = Q.detach().clamp_min(Least);
        return Attached.To(logits, rest.log(), new(-P.detach() / rest));
    }
}
