using System.Runtime.CompilerServices;
using SegLab.Boxes.Kernels;
using SegLab.Numerics;

namespace SegLab.Boxes;

/// <summary>Efficient IoU loss (Zhang et al. 2021): DIoU + (w - W)^2 / cw^2 + (h - H)^2 / ch^2, cw and ch the enclosing box's sides.</summary>
public sealed record EfficientIoULoss : PenalizedIoULoss
{
    internal static BoxLossEntry Entry { get; } = new("eiou", "Efficient IoU loss", new EfficientIoULoss())
    {
        Aliases = ["efficient_iou"],
        Formula = "1 - (I / U)^a + (rho^2 / c^2)^a + ((w - W)^2 / cw^2)^a + ((h - H)^2 / ch^2)^a",
        UseWhen = "as ciou, where width and height shall fit each by itself",
        Paper = "Zhang et al. 2021, arXiv:2101.08158",
        Notes =
        [
            "mmdetection's EIoULoss is another loss, Extended IoU (Peng and Yu 2021). The EIoU in the repository of Wise-IoU takes center offsets in place of the differences of sizes.",
        ],
        Parameters = [BoxLossParameters.DetachDiagonal<EfficientIoULoss>(loss => loss.DetachDiagonal, (loss, value) => loss with { DetachDiagonal = value }), .. BoxLossParameters.Penalized<EfficientIoULoss>()],
    };

    /// <summary>Whether the enclosing box's diagonal is a constant in the gradient (default false).</summary>
    public bool DetachDiagonal { get; init; }

    internal override BoxLoss WithConstantDiagonal() => this with { DetachDiagonal = true };

    internal override TResult Accept<TResult>(IBoxFormulaVisitor<TResult> visitor) => Power == 1
        ? visitor.Visit(new Formula<FirstPower>(Epsilon, DetachDiagonal, default))
        : visitor.Visit(new Formula<TermPower>(Epsilon, DetachDiagonal, new(Power)));

    internal readonly struct Formula<TPower>(double epsilon, bool detachDiagonal, TPower power) : IBoxFormula
        where TPower : struct, ITermPower
    {
        readonly DistanceIoULoss.Formula<TPower> distance = new(epsilon, detachDiagonal, power);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T, TPair>(in TPair boxes)
            where T : struct, IReal<T>
            where TPair : struct, IBoxPair<T> =>
            Invoke<T, TPair>(boxes, boxes.IoU(epsilon));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T, TPair>(in TPair boxes, T iou)
            where T : struct, IReal<T>
            where TPair : struct, IBoxPair<T>
        {
            SizeTerm size = new(epsilon, power);
            return 1 - power.Of(iou) + power.Of(distance.Penalty<T, TPair>(boxes)) + boxes.AlongX(size) + boxes.AlongY(size);
        }

        readonly struct SizeTerm(double epsilon, TPower power) : IAxisFormula
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public T Invoke<T>(in AxisLengths<T> axis)
                where T : struct, IReal<T>
            {
                T difference = axis.Size - axis.TargetSize;
                return power.Of(T.Ratio(difference * difference, epsilon + axis.Enclosing * axis.Enclosing));
            }
        }
    }
}
