using System.Runtime.CompilerServices;
using SegLab.Boxes.Kernels;
using SegLab.Losses;
using SegLab.Numerics;

namespace SegLab.Boxes;

/// <summary>
/// SCYLLA-IoU loss, SIoU (Gevorgyan 2022): 1 - IoU + (Delta + Omega) / 2, the distance cost Delta with a share for the angle between the centers, and the
/// shape cost Omega.
/// </summary>
public sealed record ScyllaIoULoss : PenalizedIoULoss
{
    internal static BoxLossEntry Entry { get; } = new("siou", "SCYLLA-IoU loss", new ScyllaIoULoss())
    {
        Aliases = ["scylla_iou"],
        Formula = "1 - (I / U)^a + ((D + S) / 2)^a, D = 2 - e^(-g dx^2 / cw^2) - e^(-g dy^2 / ch^2), g = 2 - 2 |dx| |dy| / (dx^2 + dy^2), "
            + "S = (1 - e^(-|w - W| / max(w, W)))^t + (1 - e^(-|h - H| / max(h, H)))^t",
        UseWhen = "as ciou; boxes shall first come into line with their target along one axis",
        Paper = "Gevorgyan 2022, arXiv:2205.12740",
        Notes =
        [
            "The paper's sin(2 asin(min(|dx|, |dy|) / sigma)) is 2 |dx| |dy| / sigma^2, which has no infinite slope at 45 degrees; it is 0 where the centers coincide, "
                + "where early YOLOv6 gave NaN.",
        ],
        Parameters =
        [
            BoxLossParameters.Number<ScyllaIoULoss>("theta", NumberRange.AtLeast(1), "t, how sharply differences of the sizes count; 2 to 6 in the paper",
                loss => loss.Theta, (loss, value) => loss with { Theta = value }),
            .. BoxLossParameters.Penalized<ScyllaIoULoss>(),
        ],
    };

    /// <summary>The power of the shape cost, 1 or more (default 4).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public double Theta { get; init => field = Require.Between(value, 1, 1000); } = 4;

    internal override TResult Accept<TResult>(IBoxFormulaVisitor<TResult> visitor) => Power == 1
        ? visitor.Visit(new Formula<FirstPower>(Epsilon, Theta, default))
        : visitor.Visit(new Formula<TermPower>(Epsilon, Theta, new(Power)));

    readonly struct Formula<TPower>(double epsilon, double theta, TPower power) : IBoxFormula
        where TPower : struct, ITermPower
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T, TPair>(in TPair boxes)
            where T : struct, IReal<T>
            where TPair : struct, IBoxPair<T>
        {
            OffsetTerm offset = new(epsilon);
            ShapeTerm shape = new(theta);
            T angle = 2 * T.Ratio(boxes.OffsetProduct, boxes.CenterDistanceSquared), gamma = angle - T.Constant(2);
            T distance = 2 - T.Exp(gamma * boxes.AlongX(offset)) - T.Exp(gamma * boxes.AlongY(offset));
            return 1 - power.Of(boxes.IoU(epsilon)) + power.Of(0.5 * (distance + boxes.AlongX(shape) + boxes.AlongY(shape)));
        }
    }

    /// <summary>The square of an offset as a share of the enclosing box.</summary>
    readonly struct OffsetTerm(double epsilon) : IAxisFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(in AxisLengths<T> axis)
            where T : struct, IReal<T> => T.Ratio(axis.Offset * axis.Offset, epsilon + axis.Enclosing * axis.Enclosing);
    }

    readonly struct ShapeTerm(double theta) : IAxisFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(in AxisLengths<T> axis)
            where T : struct, IReal<T> =>
            T.Pow(1 - T.Exp(-T.Ratio(T.Abs(axis.Size - axis.TargetSize), T.Max(axis.Size, axis.TargetSize))), theta);
    }
}
