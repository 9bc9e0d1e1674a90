using System.Runtime.CompilerServices;
using SegLab.Boxes.Kernels;
using SegLab.Losses;
using SegLab.Numerics;

namespace SegLab.Boxes;

/// <summary>IoU loss (Yu et al. 2016): 1 - IoU, or -ln IoU.</summary>
public sealed record IoULoss : PenalizedIoULoss
{
    internal static BoxLossEntry Entry { get; } = new("iou", "IoU loss", new IoULoss())
    {
        Formula = "1 - (I / U)^a, or -ln(I / U)^a",
        UseWhen = "a reference to hold others against: boxes that do not meet have no gradient, nor has where a box lies inside of the other",
        Paper = "Yu et al. 2016 (UnitBox), arXiv:1608.01471",
        Notes =
        [
            "form=log is -ln(max(IoU, floor)). mmdetection's IoULoss is that by default, with a floor of 1e-6; its 'square' is power=2 here.",
        ],
        Parameters =
        [
            BoxLossParameters.Choice<IoULoss, IoUForm>("form", "1 - IoU, or -ln IoU", loss => loss.Form, (loss, value) => loss with { Form = value }),
            BoxLossParameters.Number<IoULoss>("floor", NumberRange.Above(0, 1), "the least IoU that the logarithm is taken of",
                loss => loss.Floor, (loss, value) => loss with { Floor = value }),
            .. BoxLossParameters.Penalized<IoULoss>(),
        ],
    };

    /// <summary>What is made of the IoU (default: 1 - IoU).</summary>
    public IoUForm Form { get; init; }

    /// <summary>The least IoU that the logarithm is taken of, above 0 to 1 (default 1e-6). Below it there is no gradient.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Out of range.</exception>
    public double Floor { get; init => field = Require.Between(value, double.Epsilon, 1); } = 1e-6;

    internal override TResult Accept<TResult>(IBoxFormulaVisitor<TResult> visitor) => (Form, Power) switch
    {
        (IoUForm.Log, _) => visitor.Visit(new LogFormula(Epsilon, Floor, Power)),
        (_, 1) => visitor.Visit(new Formula<FirstPower>(Epsilon, default)),
        _ => visitor.Visit(new Formula<TermPower>(Epsilon, new(Power))),
    };

    internal readonly struct Formula<TPower>(double epsilon, TPower power) : IBoxFormula, IBoxSimilarity
        where TPower : struct, ITermPower
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Similarity<T, TPair>(in TPair boxes)
            where T : struct, IReal<T>
            where TPair : struct, IBoxPair<T> => boxes.IoU(epsilon);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T, TPair>(in TPair boxes)
            where T : struct, IReal<T>
            where TPair : struct, IBoxPair<T> => 1 - power.Of(boxes.IoU(epsilon));
    }

    readonly struct LogFormula(double epsilon, double floor, double power) : IBoxFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T, TPair>(in TPair boxes)
            where T : struct, IReal<T>
            where TPair : struct, IBoxPair<T> =>
            -power * T.Log(T.Max(boxes.IoU(epsilon), T.Constant(floor)));
    }
}

/// <summary>What a loss makes of the IoU.</summary>
public enum IoUForm
{
    /// <summary>1 - IoU.</summary>
    Linear,

    /// <summary>-ln IoU.</summary>
    Log,
}
