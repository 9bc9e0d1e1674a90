using SegLab.Losses.Kernels;
using SegLab.Losses.Weights;

namespace SegLab.Losses;

/// <summary>
/// Cross-entropy with the U-Net's weight map (Ronneberger et al. 2015): w_class + w0 exp(-(d1 + d2)^2 / (2 sigma^2)), d1 and d2 being the
/// distances to the nearest two instances, so that the gaps between touching objects are learnt.
/// </summary>
/// <remarks>
/// Instances are those of <see cref="SegmentationTarget.Instances"/> or else the connected components (across faces) of each label but
/// 0. With fewer than two in an image there is no border term.
/// </remarks>
public sealed record UNetCrossEntropyLoss : PixelLoss
{
    internal static LossEntry Entry { get; } =
        new("unet_ce", LossFamily.DistanceBased, "U-Net's weighted cross-entropy", new UNetCrossEntropyLoss())
        {
            Aliases = ["unet_weighted_ce"],
            Formula = "-(w_class + w0 exp(-(d1 + d2)^2 / (2 sigma^2))) log p_t",
            UseWhen = "touching objects of one class, such as cells, shall come apart",
            Paper = "Ronneberger et al. 2015, arXiv:1505.04597",
            Notes =
            [
                "The map multiplies. Some texts add it to the loss, which changes the value and no gradient.",
                "The mean divides by the pixels; by the sum of the weights with mean_over=pixel_weights.",
            ],
            Parameters =
            [
                LossParameters.Number<UNetCrossEntropyLoss>("border_weight", NumberRange.AtLeast(0), "w0, the weight between objects that touch",
                    loss => loss.BorderWeight, (loss, value) => loss with { BorderWeight = value }),
                LossParameters.Number<UNetCrossEntropyLoss>("border_sigma", NumberRange.Above(0), "sigma, how far it reaches, in pixels",
                    loss => loss.BorderSigma, (loss, value) => loss with { BorderSigma = value }),
                LossParameters.Number<UNetCrossEntropyLoss>("background_weight", NumberRange.AtLeast(0), "w_class of label 0",
                    loss => loss.BackgroundWeight, (loss, value) => loss with { BackgroundWeight = value }),
                LossParameters.Number<UNetCrossEntropyLoss>("foreground_weight", NumberRange.AtLeast(0), "w_class of all other labels",
                    loss => loss.ForegroundWeight, (loss, value) => loss with { ForegroundWeight = value }),
                LossParameters.Flag<UNetCrossEntropyLoss>("border_on_background", "whether pixels of label 0 alone have the border term",
                    loss => loss.BorderOnBackground, (loss, value) => loss with { BorderOnBackground = value }),
                .. LossParameters.Pixel<UNetCrossEntropyLoss>("pixels"),
            ],
        };

    /// <summary>The weight between objects that touch, not negative (default 10).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double BorderWeight { get; init => field = Require.NotNegative(value); } = 10;

    /// <summary>How far it reaches, in pixels, above 0 (default 5).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0.</exception>
    public double BorderSigma { get; init => field = Require.Positive(value); } = 5;

    /// <summary>The class weight of label 0, not negative (default 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double BackgroundWeight { get; init => field = Require.NotNegative(value); } = 1;

    /// <summary>The class weight of all other labels, not negative (default 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double ForegroundWeight { get; init => field = Require.NotNegative(value); } = 1;

    /// <summary>Whether pixels of label 0 alone have the border term (default).</summary>
    public bool BorderOnBackground { get; init; } = true;

    internal override IReadOnlyList<Activation> Activations => OneClassActivations;

    internal override void Lower(LossPlanBuilder plan, double factor) =>
        plan.Add(Activation, new PixelTerm<CrossEntropyLoss.Formula>(this, factor, default)
        {
            Map = new WeightMap(new UNetBorderWeights
            {
                BorderWeight = BorderWeight,
                BorderSigma = BorderSigma,
                BackgroundWeight = BackgroundWeight,
                ForegroundWeight = ForegroundWeight,
                OnlyOnBackground = BorderOnBackground,
            }),
        });
}
