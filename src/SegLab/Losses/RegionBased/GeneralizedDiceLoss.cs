using SegLab.Losses.Kernels;

namespace SegLab.Losses;

/// <summary>Generalized Dice loss (Sudre et al. 2017): one Dice score over all classes, each weighed by the inverse of its squared size.</summary>
public sealed record GeneralizedDiceLoss : GeneralizedOverlapLoss
{
    internal static LossEntry Entry { get; } =
        new("generalized_dice", LossFamily.RegionBased, "Generalized Dice loss", new GeneralizedDiceLoss())
        {
            Aliases = ["gdl"],
            Formula = "1 - (2 sum w_k I_k + s) / (sum w_k (P_k + Y_k) + s), w_k = 1 / Y_k^2",
            UseWhen = "class sizes differ much and every image has most classes",
            Paper = "Sudre et al. 2017, arXiv:1707.03237",
            Notes =
            [
                "An absent class gets the largest weight of the others (MONAI). boundary-loss and SegLossOdyssey give it 1 / 1e-20, after which nothing else "
                    + "counts: volume_epsilon=1e-10.",
                "SegLossOdyssey and boundary-loss double the smoothing of the numerator: smooth=2e-5, smooth_denominator=1e-5.",
                "Weights must be summed over the classes before dividing; MONAI had that wrong twice. Weights per image are not those of the batch.",
            ],
            Parameters = LossParameters.GeneralizedOverlap<GeneralizedDiceLoss>(),
        };

    internal override void Lower(LossPlanBuilder plan, double factor) =>
        plan.Add(Activation, new GeneralizedDiceTerm<NoLink>(this, plan.SumsOf(Activation, OverlapMeasure.Linear), factor, default));
}
