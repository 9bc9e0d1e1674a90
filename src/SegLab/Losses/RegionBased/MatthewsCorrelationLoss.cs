using System.Runtime.CompilerServices;
using SegLab.Losses.Kernels;
using SegLab.Numerics;

namespace SegLab.Losses;

/// <summary>1 minus Matthews' correlation coefficient (Abhishek and Hamarneh 2020), which counts true negatives too.</summary>
/// <remarks>Where a whole row or column of the table of four counts is empty the coefficient is 0 / 0: epsilon makes it 0.</remarks>
public sealed record MatthewsCorrelationLoss : RegionLoss
{
    internal static LossEntry Entry { get; } = new("mcc", LossFamily.RegionBased, "Matthews correlation loss", new MatthewsCorrelationLoss())
    {
        Aliases = ["matthews_correlation"],
        Formula = "1 - (TP TN - FP FN) / sqrt((TP + FP)(TP + FN)(TN + FP)(TN + FN))",
        UseWhen = "foreground and background both count and their sizes differ much",
        Paper = "Abhishek and Hamarneh 2020, arXiv:2010.13454",
        Notes = ["segmentation_models.pytorch's MCCLoss takes probabilities (activation=probabilities), sums over the batch and adds epsilon to each count."],
        Parameters =
        [
            LossParameters.Number<MatthewsCorrelationLoss>("epsilon", NumberRange.AtLeast(0), "what keeps the quotient from 0 / 0",
                loss => loss.Epsilon, (loss, value) => loss with { Epsilon = value }),
            LossParameters.Flag<MatthewsCorrelationLoss>("epsilon_in_denominator", "add epsilon to the denominator in place of each count",
                loss => loss.EpsilonInDenominator, (loss, value) => loss with { EpsilonInDenominator = value }),
            .. LossParameters.Region<MatthewsCorrelationLoss>(),
        ],
    };

    /// <summary>Added to each of the four counts, not negative (default 1e-5).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double Epsilon { get; init => field = Require.NotNegative(value); } = 1e-5;

    /// <summary>Whether <see cref="Epsilon"/> is added to the denominator, and not to the counts.</summary>
    public bool EpsilonInDenominator { get; init; }

    internal override OverlapMeasure Measure => OverlapMeasure.Linear;

    internal override void Lower(LossPlanBuilder plan, double factor) => plan.Add(this, factor, EpsilonInDenominator
        ? new Formula(0, Epsilon)
        : new Formula(Epsilon, 0));

    readonly struct Formula(double inCounts, double inDenominator) : IRegionFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(Overlap<T> sums)
            where T : struct, IReal<T>
        {
            T truePositives = inCounts + sums.Intersection, trueNegatives = inCounts + sums.TrueNegatives;
            T falsePositives = inCounts + sums.FalsePositives, falseNegatives = inCounts + sums.FalseNegatives;

            // Roots of pairs: the product of four counts of pixels would lose digits.
            T positives = T.Pow(Counted((truePositives + falsePositives) * (truePositives + falseNegatives)), 0.5);
            T negatives = T.Pow(Counted((trueNegatives + falsePositives) * (trueNegatives + falseNegatives)), 0.5);
            T denominator = T.Max(inDenominator + positives * negatives, T.Constant(1e-30));
            return 1 - (truePositives * trueNegatives - falsePositives * falseNegatives) / denominator;
        }

        static T Counted<T>(T value)
            where T : struct, IReal<T> => T.Max(value, T.Constant(0));
    }
}
