using System.Runtime.CompilerServices;
using SegLab.Losses.Kernels;
using SegLab.Numerics;

namespace SegLab.Losses;

/// <summary>Focal Tversky loss (Abraham and Khan 2018): a power of the Tversky loss, of each class or of the mean.</summary>
/// <remarks>With an exponent below 1 the slope is infinite at a perfect score: under a loss of 1e-7 the curve goes straight to 0.</remarks>
public sealed record FocalTverskyLoss : OverlapLoss
{
    internal static LossEntry Entry { get; } = new("focal_tversky", LossFamily.RegionBased, "Focal Tversky loss", new FocalTverskyLoss())
    {
        Formula = "(1 - (TP + s) / (TP + a FP + b FN + s))^g",
        UseWhen = "as tversky, with the stress on classes that are nearly right (g below 1) or far off (above)",
        Paper = "Abraham and Khan 2018, arXiv:1810.07842",
        Notes =
        [
            "The exponent is the final one: the paper writes it 1 / gamma with gamma = 4/3. segmentation_models.pytorch and SegLossOdyssey raise the "
                + "mean over the classes: of_mean=true. The paper and unified focal raise each class.",
        ],
        Parameters =
        [
            LossParameters.Number<FocalTverskyLoss>("exponent", NumberRange.Above(0), "g",
                loss => loss.Exponent, (loss, value) => loss with { Exponent = value }),
            LossParameters.Flag<FocalTverskyLoss>("of_mean", "raise the mean over the classes in place of each",
                loss => loss.OfMean, (loss, value) => loss with { OfMean = value }),
            LossParameters.Number<FocalTverskyLoss>("false_positive_weight", NumberRange.AtLeast(0), "a, what a false positive costs",
                loss => loss.FalsePositiveWeight, (loss, value) => loss with { FalsePositiveWeight = value }),
            LossParameters.Number<FocalTverskyLoss>("false_negative_weight", NumberRange.AtLeast(0), "b, what a false negative costs",
                loss => loss.FalseNegativeWeight, (loss, value) => loss with { FalseNegativeWeight = value }),
            .. LossParameters.Overlap<FocalTverskyLoss>(),
        ],
    };

    /// <summary>The exponent, above 0 (default 0.75).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0.</exception>
    public double Exponent { get; init => field = Require.Positive(value); } = 0.75;

    /// <summary>Whether the mean over the classes is raised to the power, and not each class (default).</summary>
    public bool OfMean { get; init; }

    /// <summary>What a false positive costs, not negative (default 0.3).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double FalsePositiveWeight { get; init => field = Require.NotNegative(value); } = 0.3;

    /// <summary>What a false negative costs, not negative (default 0.7).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double FalseNegativeWeight { get; init => field = Require.NotNegative(value); } = 0.7;

    internal override string? Fault => base.Fault ?? MeanFault(OfMean);

    internal override void Lower(LossPlanBuilder plan, double factor)
    {
        var tversky = new TverskyLoss.Formula(Smoothing, FalsePositiveWeight, FalseNegativeWeight);
        var power = new FlooredPower(Exponent);
        if (OfMean) plan.Add(this, factor, tversky, new Link(power));
        else plan.Add(this, factor, new Formula(tversky, power));
    }

    readonly struct Formula(TverskyLoss.Formula tversky, FlooredPower power) : IRegionFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(Overlap<T> sums)
            where T : struct, IReal<T> => power.Of(tversky.Invoke(sums));
    }

    readonly struct Link(FlooredPower power) : IMeanLink
    {
        public T Invoke<T>(T mean)
            where T : struct, IReal<T> => power.Of(mean);
    }
}
