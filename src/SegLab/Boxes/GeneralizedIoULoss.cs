using System.Runtime.CompilerServices;
using SegLab.Boxes.Kernels;
using SegLab.Numerics;

namespace SegLab.Boxes;

/// <summary>Generalized IoU loss (Rezatofighi et al. 2019): 1 - IoU + (C - U) / C, C the area of the enclosing box; 0 to 2.</summary>
public sealed record GeneralizedIoULoss : PenalizedIoULoss
{
    internal static BoxLossEntry Entry { get; } = new("giou", "Generalized IoU loss", new GeneralizedIoULoss())
    {
        Aliases = ["generalized_iou"],
        Formula = "1 - (I / U)^a + ((C - U) / C)^a",
        UseWhen = "boxes often do not meet their targets; together with l1 in DETR",
        Paper = "Rezatofighi et al. 2019, arXiv:1902.09630",
        Notes =
        [
            "Of a box inside of the other only the sizes have a gradient, as with iou.",
            "torchvision's generalized_box_iou_loss is epsilon=1e-7: of equal boxes with sides of 1e-3 it is 0.091.",
        ],
        Parameters = BoxLossParameters.Penalized<GeneralizedIoULoss>(),
    };

    internal override TResult Accept<TResult>(IBoxFormulaVisitor<TResult> visitor) => Power == 1
        ? visitor.Visit(new Formula<FirstPower>(Epsilon, default))
        : visitor.Visit(new Formula<TermPower>(Epsilon, new(Power)));

    internal readonly struct Formula<TPower>(double epsilon, TPower power) : IBoxFormula, IBoxSimilarity
        where TPower : struct, ITermPower
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T, TPair>(in TPair boxes)
            where T : struct, IReal<T>
            where TPair : struct, IBoxPair<T>
        {
            (T iou, T penalty) = Terms<T, TPair>(boxes);
            return 1 - power.Of(iou) + power.Of(penalty);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Similarity<T, TPair>(in TPair boxes)
            where T : struct, IReal<T>
            where TPair : struct, IBoxPair<T>
        {
            (T iou, T penalty) = Terms<T, TPair>(boxes);
            return iou - penalty;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        (T IoU, T Penalty) Terms<T, TPair>(in TPair boxes)
            where T : struct, IReal<T>
            where TPair : struct, IBoxPair<T>
        {
            T intersection = boxes.Intersection, union = boxes.Union(intersection), enclosing = boxes.EnclosingArea;
            return (T.Ratio(intersection, epsilon + union), T.Ratio(enclosing - union, epsilon + enclosing));
        }
    }
}
