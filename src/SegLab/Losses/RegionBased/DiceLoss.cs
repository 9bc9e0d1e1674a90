using System.Runtime.CompilerServices;
using SegLab.Losses.Kernels;
using SegLab.Numerics;

namespace SegLab.Losses;

/// <summary>Dice loss (Milletari et al. 2016): 1 - (2 I + smooth) / (P + Y + smooth), for each class, then the mean.</summary>
/// <remarks>segmentation_models.pytorch adds its smoothing to half of these sums: its s is 2 s here.</remarks>
public sealed record DiceLoss : RegionLoss
{
    internal override void AddTo(LossPlanBuilder plan, double factor) => AddTo(plan, factor, new Formula(Smoothing));

    readonly struct Formula(Smoothing smoothing) : IRegionFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(Overlap<T> sums)
            where T : struct, IReal<T> => 1 - smoothing.Score(2 * sums.Intersection, sums.Predicted + sums.Target);
    }
}
