using System.Runtime.CompilerServices;
using SegLab.Losses.Kernels;
using SegLab.Numerics;

namespace SegLab.Losses;

/// <summary>Tversky loss (Salehi et al. 2017): 1 - (TP + smooth) / (TP + a FP + b FN + smooth), for each class, then the mean.</summary>
/// <remarks>a = b = 1/2 is Dice (with half its smoothing), a = b = 1 is Jaccard. Which of the two the literature calls alpha varies.</remarks>
public sealed record TverskyLoss : OverlapLoss
{
    internal static LossEntry Entry { get; } = new("tversky", LossFamily.RegionBased, "Tversky loss", new TverskyLoss())
    {
        Formula = "1 - (TP + s) / (TP + a FP + b FN + s)",
        UseWhen = "misses cost more than false alarms, or the reverse",
        Paper = "Salehi et al. 2017, arXiv:1706.05721",
        Notes =
        [
            "Half and half is dice with half its smoothing, 1 and 1 is jaccard. Which of the two weights is called alpha varies: MONAI, "
                + "segmentation_models.pytorch, SegLossOdyssey and mmsegmentation mean false positives; some texts, ivadomed and for long Keras the reverse.",
            "kornia's tversky_loss gathers the true class's probability over all classes, so that only the sum of its two weights matters: it is not this loss.",
        ],
        Parameters =
        [
            LossParameters.Number<TverskyLoss>("false_positive_weight", NumberRange.AtLeast(0), "a, what a false positive costs",
                loss => loss.FalsePositiveWeight, (loss, value) => loss with { FalsePositiveWeight = value }),
            LossParameters.Number<TverskyLoss>("false_negative_weight", NumberRange.AtLeast(0), "b, what a false negative costs",
                loss => loss.FalseNegativeWeight, (loss, value) => loss with { FalseNegativeWeight = value }),
            .. LossParameters.Overlap<TverskyLoss>(),
        ],
    };

    /// <summary>What a false positive costs, not negative (default 0.3).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double FalsePositiveWeight { get; init => field = Require.NotNegative(value); } = 0.3;

    /// <summary>What a false negative costs, not negative (default 0.7).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double FalseNegativeWeight { get; init => field = Require.NotNegative(value); } = 0.7;

    internal override void Lower(LossPlanBuilder plan, double factor) =>
        plan.Add(this, factor, new Formula(Smoothing, FalsePositiveWeight, FalseNegativeWeight));

    internal readonly struct Formula(Smoothing smoothing, double falsePositiveWeight, double falseNegativeWeight) : IRegionFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(Overlap<T> sums)
            where T : struct, IReal<T> => 1 - smoothing.Score(
                sums.Intersection,
                sums.Intersection + falsePositiveWeight * sums.FalsePositives + falseNegativeWeight * sums.FalseNegatives);
    }
}
