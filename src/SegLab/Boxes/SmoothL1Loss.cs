using System.Runtime.CompilerServices;
using SegLab.Boxes.Kernels;
using SegLab.Losses;
using SegLab.Numerics;

namespace SegLab.Boxes;

/// <summary>
/// Smooth L1 loss (Girshick 2015), the sum over a box's four numbers: d^2 / (2 beta) where |d| is below beta, |d| - beta / 2 elsewhere.
/// </summary>
/// <remarks>It compares the numbers as they are given, so that the format matters; they need not be a box.</remarks>
public sealed record SmoothL1Loss : BoxLoss
{
    internal static BoxLossEntry Entry { get; } = new("smooth_l1", "Smooth L1 loss", new SmoothL1Loss())
    {
        Formula = "sum over the four numbers of d^2 / (2 b) where |d| < b, else |d| - b / 2",
        UseWhen = "numbers are regressed as they are: encoded offsets, or boxes in units of the image",
        Paper = "Girshick 2015 (Fast R-CNN), arXiv:1504.08083",
        Notes =
        [
            "PyTorch's SmoothL1Loss takes the mean over the numbers: a quarter of this one's mean over the boxes. beta=0 is L1, as in detectron2. PyTorch's HuberLoss is beta times this.",
        ],
        Parameters =
        [
            BoxLossParameters.Number<SmoothL1Loss>("beta", NumberRange.AtLeast(0), "b, where the parabola ends; 0 for L1",
                loss => loss.Beta, (loss, value) => loss with { Beta = value }),
            .. BoxLossParameters.All<SmoothL1Loss>(),
        ],
    };

    /// <summary>The difference at which the parabola ends, 0 or more (default 1); 0 gives L1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double Beta { get; init => field = Require.NotNegative(value); } = 1;

    internal override TResult Accept<TResult>(IBoxFormulaVisitor<TResult> visitor) =>
        Beta == 0 ? visitor.VisitCoordinates(default(Absolute)) : visitor.VisitCoordinates(new Formula(Beta));

    readonly struct Formula(double beta) : ICoordinateFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T difference)
            where T : struct, IReal<T>
        {
            T distance = T.Abs(difference);
            return T.Where(distance, T.Constant(beta), 0.5 / beta * (distance * distance), distance - T.Constant(0.5 * beta));
        }
    }

    readonly struct Absolute : ICoordinateFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T difference)
            where T : struct, IReal<T> =>
            T.Where(T.Constant(0), T.Abs(difference), T.Abs(difference), T.Constant(0));
    }
}
