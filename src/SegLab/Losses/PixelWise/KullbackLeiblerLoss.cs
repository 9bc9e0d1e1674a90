using SegLab.Losses.Kernels;

namespace SegLab.Losses;

/// <summary>Kullback-Leibler divergence of the target from the prediction: sum over k of y_k (log y_k - log p_k).</summary>
/// <remarks>0 log 0 is 0; with one class a pixel it is cross-entropy.</remarks>
public sealed record KullbackLeiblerLoss : PixelLoss
{
    internal static LossEntry Entry { get; } =
        new("kl", LossFamily.PixelWise, "Kullback-Leibler divergence", new KullbackLeiblerLoss())
        {
            Aliases = ["kl_divergence"],
            Formula = "sum over k of y_k (log y_k - log p_k)",
            UseWhen = "targets are soft: a teacher's output, or several annotators",
            Paper = "Kullback and Leibler 1951; PyTorch's KLDivLoss",
            Notes =
            [
                "The mean is over the pixels. PyTorch's reduction=mean divides by the channels too (mean_over=elements); its batchmean divides by the images.",
                "TorchSharp's kl_div takes the target for logarithms by default, PyTorch's does not. mmsegmentation's KLDivLoss gives it a "
                    + "softmax where a log-softmax belongs, which is wrong. kornia's kl_div_loss_2d normalises over space, not over classes.",
            ],
            Parameters = LossParameters.Pixel<KullbackLeiblerLoss>("pixels"),
        };

    internal override IReadOnlyList<Activation> Activations => OneClassActivations;

    internal override void Lower(LossPlanBuilder plan, double factor) =>
        plan.Add(Activation, new PixelTerm<CrossEntropyLoss.Formula>(this, factor, default) { AddsNegativeEntropy = true });
}
