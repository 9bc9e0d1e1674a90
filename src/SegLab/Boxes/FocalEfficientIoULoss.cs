using System.Runtime.CompilerServices;
using SegLab.Boxes.Kernels;
using SegLab.Losses;
using SegLab.Numerics;

namespace SegLab.Boxes;

/// <summary>Focal EIoU loss (Zhang et al. 2021): IoU^gamma EIoU, the factor a constant in the gradient.</summary>
public sealed record FocalEfficientIoULoss : OverlapBoxLoss
{
    internal static BoxLossEntry Entry { get; } = new("focal_eiou", "Focal EIoU loss", new FocalEfficientIoULoss())
    {
        Formula = "[(I / U)^g] EIoU, [] a constant in the gradient",
        UseWhen = "many boxes are far off and shall count less; boxes that do not meet do not count at all",
        Paper = "Zhang et al. 2021, arXiv:2101.08158",
        Notes = ["The mean is over the boxes, not over their factors."],
        Parameters =
        [
            BoxLossParameters.Number<FocalEfficientIoULoss>("gamma", NumberRange.AtLeast(0), "g, how much the IoU weighs; 0 is eiou",
                loss => loss.Gamma, (loss, value) => loss with { Gamma = value }),
            BoxLossParameters.DetachDiagonal<FocalEfficientIoULoss>(loss => loss.DetachDiagonal, (loss, value) => loss with { DetachDiagonal = value }),
            .. BoxLossParameters.Overlap<FocalEfficientIoULoss>(),
        ],
    };

    /// <summary>The power of the IoU in the factor, 0 or more (default 0.5).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double Gamma { get; init => field = Require.NotNegative(value); } = 0.5;

    /// <summary>Whether the enclosing box's diagonal is a constant in the gradient (default false).</summary>
    public bool DetachDiagonal { get; init; }

    internal override BoxLoss WithConstantDiagonal() => this with { DetachDiagonal = true };

    internal override TResult Accept<TResult>(IBoxFormulaVisitor<TResult> visitor) => visitor.Visit(new Formula(Epsilon, DetachDiagonal, Gamma));

    readonly struct Formula(double epsilon, bool detachDiagonal, double gamma) : IBoxFormula
    {
        readonly EfficientIoULoss.Formula<FirstPower> efficient = new(epsilon, detachDiagonal, default);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T, TPair>(in TPair boxes)
            where T : struct, IReal<T>
            where TPair : struct, IBoxPair<T>
        {
            T iou = boxes.IoU(epsilon);
            return T.DetachedPow(iou, gamma) * efficient.Invoke(boxes, iou);
        }
    }
}
