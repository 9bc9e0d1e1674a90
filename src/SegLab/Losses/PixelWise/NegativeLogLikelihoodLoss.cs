using SegLab.Losses.Kernels;

namespace SegLab.Losses;

/// <summary>Negative log-likelihood: minus the true class's entry of logarithms of probabilities that are given in place of logits.</summary>
/// <remarks>Numbers above 0, which no logarithm of a probability has, are refused.</remarks>
public sealed record NegativeLogLikelihoodLoss : PixelLoss
{
    internal static LossEntry Entry { get; } =
        new("nll", LossFamily.PixelWise, "Negative log-likelihood", new NegativeLogLikelihoodLoss())
        {
            Aliases = ["negative_log_likelihood"],
            Formula = "-x_t, x = log p as given",
            UseWhen = "the network ends in a log-softmax",
            Paper = "PyTorch's NLLLoss",
            Notes = ["Given probabilities in place of their logarithms PyTorch returns a negative loss and says nothing. Here they are refused."],
            Parameters = LossParameters.Pixel<NegativeLogLikelihoodLoss>("class_weights"),
        };

    /// <summary>Makes the loss with its defaults.</summary>
    public NegativeLogLikelihoodLoss() => Activation = Activation.LogProbabilities;

    internal override MeanDenominator UsualMean => MeanDenominator.ClassWeights;

    internal override IReadOnlyList<Activation> Activations => [Activation.LogProbabilities];

    internal override void Lower(LossPlanBuilder plan, double factor) =>
        plan.Add(Activation, new PixelTerm<CrossEntropyLoss.Formula>(this, factor, default));
}
