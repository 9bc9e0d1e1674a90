using System.Runtime.CompilerServices;
using SegLab.Boxes.Kernels;
using SegLab.Numerics;

namespace SegLab.Boxes;

/// <summary>Distance-IoU loss (Zheng et al. 2020): 1 - IoU + rho^2 / c^2, rho the distance of the centers and c the enclosing box's diagonal.</summary>
public sealed record DistanceIoULoss : PenalizedIoULoss
{
    internal static BoxLossEntry Entry { get; } = new("diou", "Distance-IoU loss", new DistanceIoULoss())
    {
        Aliases = ["distance_iou"],
        Formula = "1 - (I / U)^a + (rho^2 / c^2)^a",
        UseWhen = "as giou; a box inside of the other also moves towards its center",
        Paper = "Zheng et al. 2020, arXiv:1911.08287",
        Notes =
        [
            "The penalty also falls where c grows, so that the exact gradient pushes boxes outward; detach_diagonal=true takes c as a constant. The directions "
                + "that the paper's simulation moves boxes in are not this gradient.",
        ],
        Parameters =
        [
            BoxLossParameters.DetachDiagonal<DistanceIoULoss>(loss => loss.DetachDiagonal, (loss, value) => loss with { DetachDiagonal = value }),
            .. BoxLossParameters.Penalized<DistanceIoULoss>(),
        ],
    };

    /// <summary>Whether the enclosing box's diagonal is a constant in the gradient (default false).</summary>
    public bool DetachDiagonal { get; init; }

    internal override BoxLoss WithConstantDiagonal() => this with { DetachDiagonal = true };

    internal override TResult Accept<TResult>(IBoxFormulaVisitor<TResult> visitor) => Power == 1
        ? visitor.Visit(new Formula<FirstPower>(Epsilon, DetachDiagonal, default))
        : visitor.Visit(new Formula<TermPower>(Epsilon, DetachDiagonal, new(Power)));

    internal readonly struct Formula<TPower>(double epsilon, bool detachDiagonal, TPower power) : IBoxFormula, IBoxSimilarity
        where TPower : struct, ITermPower
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T, TPair>(in TPair boxes)
            where T : struct, IReal<T>
            where TPair : struct, IBoxPair<T> => 1 - power.Of(boxes.IoU(epsilon)) + power.Of(Penalty<T, TPair>(boxes));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Similarity<T, TPair>(in TPair boxes)
            where T : struct, IReal<T>
            where TPair : struct, IBoxPair<T> => boxes.IoU(epsilon) - Penalty<T, TPair>(boxes);

        /// <summary>rho^2 / c^2.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Penalty<T, TPair>(in TPair boxes)
            where T : struct, IReal<T>
            where TPair : struct, IBoxPair<T>
        {
            T diagonal = epsilon + boxes.DiagonalSquared;
            if (detachDiagonal) diagonal = T.Detach(diagonal);
            return T.Ratio(boxes.CenterDistanceSquared, diagonal);
        }
    }
}
