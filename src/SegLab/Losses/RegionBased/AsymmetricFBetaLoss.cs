using SegLab.Losses.Kernels;

namespace SegLab.Losses;

/// <summary>Asymmetric similarity loss (Hashemi et al. 2018): 1 minus the F-beta score, in which a miss counts beta^2 times a false alarm.</summary>
/// <remarks>It is the Tversky loss with weights 1 / (1 + beta^2) and beta^2 / (1 + beta^2).</remarks>
public sealed record AsymmetricFBetaLoss : OverlapLoss
{
    internal static LossEntry Entry { get; } =
        new("f_beta", LossFamily.RegionBased, "Asymmetric F-beta loss", new AsymmetricFBetaLoss())
        {
            Aliases = ["asymmetric_f_beta", "asymmetric_similarity"],
            Formula = "1 - (TP + s) / (TP + b^2 / (1 + b^2) FN + 1 / (1 + b^2) FP + s)",
            UseWhen = "misses cost more than false alarms and one number shall say how much",
            Paper = "Hashemi et al. 2018, arXiv:1803.11078",
            Notes = ["Where the score is written (1 + b^2) TP + s over (1 + b^2) TP + b^2 FN + FP + s, its s is (1 + b^2) s here."],
            Parameters =
            [
                LossParameters.Number<AsymmetricFBetaLoss>("beta", NumberRange.Above(0), "b, above 1 to find more",
                    loss => loss.Beta, (loss, value) => loss with { Beta = value }),
                .. LossParameters.Overlap<AsymmetricFBetaLoss>(),
            ],
        };

    /// <summary>How much recall counts against precision, above 0 (default 1.5).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0.</exception>
    public double Beta { get; init => field = Require.Positive(value); } = 1.5;

    internal override void Lower(LossPlanBuilder plan, double factor)
    {
        double square = Beta * Beta;
        plan.Add(this, factor, new TverskyLoss.Formula(Smoothing, falsePositiveWeight: 1 / (1 + square), falseNegativeWeight: square / (1 + square)));
    }
}
