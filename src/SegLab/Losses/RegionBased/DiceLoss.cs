using System.Runtime.CompilerServices;
using SegLab.Losses.Kernels;
using SegLab.Numerics;

namespace SegLab.Losses;

/// <summary>Dice loss (Milletari et al. 2016): 1 - (2 I + smooth) / (P + Y + smooth), for each class, then the mean.</summary>
/// <remarks>segmentation_models.pytorch adds its smoothing to half of these sums: its s is 2 s here.</remarks>
public sealed record DiceLoss : OverlapLoss
{
    internal static LossEntry Entry { get; } = new("dice", LossFamily.RegionBased, "Dice loss", new DiceLoss())
    {
        Aliases = ["soft_dice"],
        Formula = "1 - (2 I + s) / (P + Y + s)",
        UseWhen = "small foreground, or the Dice score is what counts; steadier together with ce",
        Paper = "Milletari et al. 2016, arXiv:1606.04797; Drozdzal et al. 2016, arXiv:1608.04117",
        Notes =
        [
            "Form one is smooth=0, form two the default, form three overlap=squared_denominator; nnU-Net's square is overlap=squared_terms.",
            "MONAI: smooth=1e-5, per image. segmentation_models.pytorch: aggregate=batch, smooth=0, denominator_floor=1e-7, absent_class=zero, and its "
                + "smooth s is 2 s here; there false positives of a class that the batch lacks cost nothing. kornia by default joins all classes, "
                + "which makes its softmax Dice 1 minus the mean of p_t. nnU-Net and SegLossOdyssey return minus the score.",
            "Written as 2 (I + s) / (P + Y + s), as some tutorials and SegLossOdyssey's generalized Dice have it, the score of a perfect prediction exceeds 1.",
            "For soft targets p y is not largest at p = y: overlap=absolute_difference is (segmentation_models.pytorch, MONAI's soft_label).",
            "MONAI's MaskedLoss multiplied logits by the mask, so that masked pixels still counted as p = 1/2 or 1/C; mmsegmentation 0.x "
                + "left them in the denominator. Here ignored pixels are in no sum.",
        ],
        Parameters = LossParameters.Overlap<DiceLoss>(),
    };

    internal override void Lower(LossPlanBuilder plan, double factor) => plan.Add(this, factor, new Formula(Smoothing));

    internal readonly struct Formula(Smoothing smoothing) : IRegionFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(Overlap<T> sums)
            where T : struct, IReal<T> => 1 - smoothing.Score(2 * sums.Intersection, sums.Predicted + sums.Target);
    }
}
