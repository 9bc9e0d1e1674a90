using SegLab.Losses.Kernels;

namespace SegLab.Losses;

/// <summary>
/// Cross-entropy over all channels of a softmax: -(y_k log p_k + (1 - y_k) log(1 - p_k)), summed over the channels, so that the wrong
/// classes are pushed down by themselves and not only through the softmax.
/// </summary>
/// <remarks>1 - p_k is computed from the other channels, so that value and gradient are exact for confident logits too.</remarks>
public sealed record AllChannelsCrossEntropyLoss : PixelLoss
{
    internal static LossEntry Entry { get; } =
        new("ce_all_channels", LossFamily.PixelWise, "Cross-entropy over all channels", new AllChannelsCrossEntropyLoss())
        {
            Aliases = ["cross_entropy_all_channels"],
            Formula = "-sum over k of (y_k log p_k + (1 - y_k) log(1 - p_k))",
            UseWhen = "wrong classes shall be pushed apart from each other; for two classes it is twice ce",
            Paper = "the tutorials' second form of cross-entropy; PyTorch's BCELoss on a one-hot target",
            Notes = ["The mean is over the pixels. PyTorch's BCELoss divides by the channels too: mean_over=elements."],
            Parameters = LossParameters.Pixel<AllChannelsCrossEntropyLoss>("pixels"),
        };

    internal override bool EachChannel => true;

    internal override MeanDenominator UsualMean => MeanDenominator.Pixels;

    internal override IReadOnlyList<Activation> Activations => OneClassActivations;

    internal override void Lower(LossPlanBuilder plan, double factor) =>
        plan.Add(Activation, new PixelTerm<CrossEntropyLoss.Formula>(this, factor, default));
}
