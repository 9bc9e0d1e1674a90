using System.Runtime.CompilerServices;
using SegLab.Losses.Kernels;
using SegLab.Numerics;

namespace SegLab.Losses;

/// <summary>Jaccard or IoU loss (Rahman and Wang 2016): 1 - (I + smooth) / (P + Y - I + smooth), for each class, then the mean.</summary>
/// <remarks>MONAI adds its smoothing to twice these sums: its s is s / 2 here.</remarks>
public sealed record JaccardLoss : RegionLoss
{
    internal override void AddTo(LossPlanBuilder plan, double factor) => AddTo(plan, factor, new Formula(Smoothing));

    readonly struct Formula(Smoothing smoothing) : IRegionFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(Overlap<T> sums)
            where T : struct, IReal<T> => 1 - smoothing.Score(sums.Intersection, sums.Predicted + sums.Target - sums.Intersection);
    }
}
