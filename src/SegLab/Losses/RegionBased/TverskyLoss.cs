using System.Runtime.CompilerServices;
using SegLab.Losses.Kernels;
using SegLab.Numerics;

namespace SegLab.Losses;

/// <summary>Tversky loss (Salehi et al. 2017): 1 - (TP + smooth) / (TP + a FP + b FN + smooth), for each class, then the mean.</summary>
/// <remarks>a = b = 1/2 is Dice (with half its smoothing), a = b = 1 is Jaccard. Which of the two the literature calls alpha varies.</remarks>
public sealed record TverskyLoss : RegionLoss
{
    /// <summary>What a false positive costs, not negative (default 0.3).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double FalsePositiveWeight
    {
        get;
        init => field = Require.NotNegative(value);
    } = 0.3;

    /// <summary>What a false negative costs, not negative (default 0.7).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double FalseNegativeWeight
    {
        get;
        init => field = Require.NotNegative(value);
    } = 0.7;

    internal override void AddTo(LossPlanBuilder plan, double factor) =>
        AddTo(plan, factor, new Formula(Smoothing, FalsePositiveWeight, FalseNegativeWeight));

    readonly struct Formula(Smoothing smoothing, double falsePositiveWeight, double falseNegativeWeight) : IRegionFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(Overlap<T> sums)
            where T : struct, IReal<T> => 1 - smoothing.Score(
                sums.Intersection,
                sums.Intersection + falsePositiveWeight * sums.FalsePositives + falseNegativeWeight * sums.FalseNegatives);
    }
}
