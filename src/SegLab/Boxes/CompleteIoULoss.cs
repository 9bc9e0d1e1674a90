using System.Runtime.CompilerServices;
using SegLab.Boxes.Kernels;
using SegLab.Losses;
using SegLab.Numerics;

namespace SegLab.Boxes;

/// <summary>
/// Complete IoU loss (Zheng et al. 2020): DIoU + alpha v, v = 4 / pi^2 (atan(W / H) - atan(w / h))^2, alpha = v / (1 - IoU + v).
/// </summary>
public sealed record CompleteIoULoss : PenalizedIoULoss
{
    internal static BoxLossEntry Entry { get; } = new("ciou", "Complete IoU loss", new CompleteIoULoss())
    {
        Aliases = ["complete_iou"],
        Formula = "1 - (I / U)^a + (rho^2 / c^2)^a + (alpha v)^a, v = 4 / pi^2 (atan W / H - atan w / h)^2, alpha = v / (1 - I / U + v)",
        UseWhen = "the usual choice of detectors (YOLO since v4): as diou, and the aspect ratio shall fit too",
        Paper = "Zheng et al. 2020, arXiv:1911.08287; 2021, arXiv:2005.03572",
        Notes =
        [
            "alpha is a constant in the gradient with the authors, torchvision and ultralytics; older mmdetection differentiates through it (detach_alpha=false).",
            "The 2021 paper and newer mmdetection leave the aspect term out below an IoU of 0.5: aspect_from=0.5.",
            "The 2020 paper's derivatives of v by w and h have the wrong sign, and code that leaves out their 1 / (w^2 + h^2) means sizes below 1: here both are exact.",
            "torchvision's complete_box_iou_loss is epsilon=1e-7; its gradient is NaN where a height is 0, here it is finite.",
        ],
        Parameters =
        [
            BoxLossParameters.Flag<CompleteIoULoss>("detach_alpha", "whether alpha is a constant in the gradient",
                loss => loss.DetachAlpha, (loss, value) => loss with { DetachAlpha = value }),
            BoxLossParameters.Number<CompleteIoULoss>("aspect_from", NumberRange.Between(0, 1), "the IoU below which the aspect term is left out",
                loss => loss.AspectFrom, (loss, value) => loss with { AspectFrom = value }),
            BoxLossParameters.DetachDiagonal<CompleteIoULoss>(loss => loss.DetachDiagonal, (loss, value) => loss with { DetachDiagonal = value }),
            BoxLossParameters.OptionalNumber<CompleteIoULoss>("alpha_epsilon", NumberRange.AtLeast(0), "added to the divisor of alpha; none for epsilon",
                loss => loss.AlphaEpsilon, (loss, value) => loss with { AlphaEpsilon = value }),
            .. BoxLossParameters.Penalized<CompleteIoULoss>(),
        ],
    };

    /// <summary>Whether alpha is a constant in the gradient (default true).</summary>
    public bool DetachAlpha { get; init; } = true;

    /// <summary>The IoU below which the aspect term is left out, 0 to 1 (default 0); 0.5 in the paper of 2021.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Out of range.</exception>
    public double AspectFrom { get; init => field = Require.Between(value, 0, 1); }

    /// <summary>Whether the enclosing box's diagonal is a constant in the gradient (default false).</summary>
    public bool DetachDiagonal { get; init; }

    /// <summary>What is added to the divisor of alpha, 0 or more; null (default) for <see cref="OverlapBoxLoss.Epsilon"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double? AlphaEpsilon { get; init => field = value is { } given ? Require.NotNegative(given) : null; }

    internal override BoxLoss WithConstantDiagonal() => this with { DetachDiagonal = true };

    internal override TResult Accept<TResult>(IBoxFormulaVisitor<TResult> visitor) => Power == 1
        ? visitor.Visit(new Formula<FirstPower>(this, default))
        : visitor.Visit(new Formula<TermPower>(this, new(Power)));

    internal readonly struct Formula<TPower>(CompleteIoULoss loss, TPower power) : IBoxFormula, IBoxSimilarity
        where TPower : struct, ITermPower
    {
        readonly DistanceIoULoss.Formula<TPower> distance = new(loss.Epsilon, loss.DetachDiagonal, power);
        readonly double epsilon = loss.Epsilon, alphaEpsilon = loss.AlphaEpsilon ?? loss.Epsilon, aspectFrom = loss.AspectFrom;
        readonly bool detachAlpha = loss.DetachAlpha;
        readonly TPower power = power;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T, TPair>(in TPair boxes)
            where T : struct, IReal<T>
            where TPair : struct, IBoxPair<T>
        {
            T iou = boxes.IoU(epsilon);
            return 1 - power.Of(iou) + power.Of(distance.Penalty<T, TPair>(boxes)) + power.Of(AspectPenalty(boxes, iou));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Similarity<T, TPair>(in TPair boxes)
            where T : struct, IReal<T>
            where TPair : struct, IBoxPair<T>
        {
            T iou = boxes.IoU(epsilon);
            return iou - distance.Penalty<T, TPair>(boxes) - AspectPenalty(boxes, iou);
        }

        /// <summary>alpha v.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        T AspectPenalty<T, TPair>(in TPair boxes, T iou)
            where T : struct, IReal<T>
            where TPair : struct, IBoxPair<T>
        {
            T angle = boxes.AspectAngle, v = 4 / (Math.PI * Math.PI) * (angle * angle);
            T alpha = T.Ratio(v, 1 + alphaEpsilon - iou + v);
            if (detachAlpha) alpha = T.Detach(alpha);
            if (aspectFrom > 0) v = T.Where(iou, T.Constant(aspectFrom), T.Constant(0), v);
            return alpha * v;
        }
    }
}
