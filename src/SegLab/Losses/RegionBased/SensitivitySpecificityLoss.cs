using System.Runtime.CompilerServices;
using SegLab.Losses.Kernels;
using SegLab.Numerics;

namespace SegLab.Losses;

/// <summary>Sensitivity-specificity loss (Brosch et al. 2015): the mean squared error on the class and off it, weighed against each other.</summary>
public sealed record SensitivitySpecificityLoss : RegionLoss
{
    internal static LossEntry Entry { get; } =
        new("sensitivity_specificity", LossFamily.RegionBased, "Sensitivity-specificity loss", new SensitivitySpecificityLoss())
        {
            Formula = "r sum (y - p)^2 y / (Y + s) + (1 - r) sum (y - p)^2 (1 - y) / (N - Y + s)",
            UseWhen = "very small foreground (lesions), and the trade between finding and false alarms shall be set by hand",
            Paper = "Brosch et al. 2015, doi:10.1007/978-3-319-24574-4_1",
            Notes = ["The paper has r = 0.05. SegLossOdyssey's SSLoss has 0.1 and calls the two parts by each other's names."],
            Parameters =
            [
                LossParameters.Number<SensitivitySpecificityLoss>("sensitivity_weight", NumberRange.Between(0, 1), "r, the weight of the error on the class",
                    loss => loss.SensitivityWeight, (loss, value) => loss with { SensitivityWeight = value }),
                LossParameters.Number<SensitivitySpecificityLoss>("smooth", NumberRange.AtLeast(0), "s, added to the denominators",
                    loss => loss.Smooth, (loss, value) => loss with { Smooth = value }),
                .. LossParameters.Region<SensitivitySpecificityLoss>(),
            ],
        };

    /// <summary>The weight of the error on the class, 0 to 1; the error off it weighs the rest (default 0.05).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside 0 to 1.</exception>
    public double SensitivityWeight { get; init => field = Require.Between(value, 0, 1); } = 0.05;

    /// <summary>Added to the denominators, not negative (default 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double Smooth { get; init => field = Require.NotNegative(value); } = 1;

    internal override OverlapMeasure Measure => OverlapMeasure.SquaredError;

    internal override void Lower(LossPlanBuilder plan, double factor) => plan.Add(this, factor, new Formula(SensitivityWeight, Smooth));

    readonly struct Formula(double weight, double smooth) : IRegionFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(Overlap<T> sums)
            where T : struct, IReal<T> => weight * Mean(sums.FalseNegatives, sums.Target) + (1 - weight) * Mean(sums.FalsePositives, sums.Pixels - sums.Target);

        T Mean<T>(T error, T count)
            where T : struct, IReal<T> => error / T.Max(smooth + count, T.Constant(1e-30));
    }
}
