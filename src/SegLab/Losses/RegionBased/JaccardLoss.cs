using System.Runtime.CompilerServices;
using SegLab.Losses.Kernels;
using SegLab.Numerics;

namespace SegLab.Losses;

/// <summary>Jaccard or IoU loss (Rahman and Wang 2016): 1 - (I + smooth) / (P + Y - I + smooth), for each class, then the mean.</summary>
/// <remarks>MONAI adds its smoothing to twice these sums: its s is s / 2 here.</remarks>
public sealed record JaccardLoss : OverlapLoss
{
    internal static LossEntry Entry { get; } = new("jaccard", LossFamily.RegionBased, "Jaccard (IoU) loss", new JaccardLoss())
    {
        Aliases = ["iou"],
        Formula = "1 - (I + s) / (P + Y - I + s)",
        UseWhen = "as dice, when IoU is what counts",
        Paper = "Rahman and Wang 2016, doi:10.1007/978-3-319-50835-1_22",
        Notes = ["MONAI's jaccard=True adds its smoothing to twice these sums: its s is s / 2 here."],
        Parameters = LossParameters.Overlap<JaccardLoss>(),
    };

    internal override void Lower(LossPlanBuilder plan, double factor) => plan.Add(this, factor, new Formula(Smoothing));

    internal readonly struct Formula(Smoothing smoothing) : IRegionFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(Overlap<T> sums)
            where T : struct, IReal<T> => 1 - smoothing.Score(sums.Intersection, sums.Predicted + sums.Target - sums.Intersection);
    }
}
