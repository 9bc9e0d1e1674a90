using System.Runtime.CompilerServices;
using SegLab.Boxes.Kernels;
using SegLab.Losses;
using SegLab.Numerics;

namespace SegLab.Boxes;

/// <summary>
/// Balanced L1 loss (Pang et al. 2019), the sum over a box's four numbers: alpha / b (b d + 1) ln(b d + 1) - alpha d where d = |difference| is below beta,
/// gamma d + gamma / b - alpha beta elsewhere, b = (e^(gamma / alpha) - 1) / beta.
/// </summary>
/// <remarks>It compares the numbers as they are given, so that the format matters; they need not be a box.</remarks>
public sealed record BalancedL1Loss : BoxLoss
{
    internal static BoxLossEntry Entry { get; } = new("balanced_l1", "Balanced L1 loss", new BalancedL1Loss())
    {
        Formula = "sum over the four numbers of a / b (b d + 1) ln(b d + 1) - a d where d = |difference| < beta, else g d + g / b - a beta; b = (e^(g / a) - 1) / beta",
        UseWhen = "as smooth_l1; boxes that are nearly right shall have more of a say",
        Paper = "Pang et al. 2019 (Libra R-CNN), arXiv:1904.02701",
        Notes = ["mmdetection leaves beta out of b, and its gradient jumps at beta unless that is 1; here value and gradient are continuous for each beta."],
        Parameters =
        [
            BoxLossParameters.Number<BalancedL1Loss>("alpha", NumberRange.Above(0), "a, less gives small differences more gradient",
                loss => loss.Alpha, (loss, value) => loss with { Alpha = value }),
            BoxLossParameters.Number<BalancedL1Loss>("gamma", NumberRange.Above(0), "g, the slope of large differences",
                loss => loss.Gamma, (loss, value) => loss with { Gamma = value }),
            BoxLossParameters.Number<BalancedL1Loss>("beta", NumberRange.Above(0), "the difference from which on the slope is constant",
                loss => loss.Beta, (loss, value) => loss with { Beta = value }),
            .. BoxLossParameters.All<BalancedL1Loss>(),
        ],
    };

    /// <summary>Less gives small differences more gradient, above 0 (default 0.5).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0.</exception>
    public double Alpha { get; init => field = Require.Positive(value); } = 0.5;

    /// <summary>The slope of large differences, above 0 (default 1.5).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0.</exception>
    public double Gamma { get; init => field = Require.Positive(value); } = 1.5;

    /// <summary>The difference from which on the slope is constant, above 0 (default 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0.</exception>
    public double Beta { get; init => field = Require.Positive(value); } = 1;

    internal override TResult Accept<TResult>(IBoxFormulaVisitor<TResult> visitor) => visitor.VisitCoordinates(new Formula(Alpha, Gamma, Beta));

    readonly struct Formula(double alpha, double gamma, double beta) : ICoordinateFormula
    {
        readonly double b = (Math.Exp(gamma / alpha) - 1) / beta;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T difference)
            where T : struct, IReal<T>
        {
            T distance = T.Abs(difference), rising = 1 + b * distance;
            return T.Where(
                distance,
                T.Constant(beta),
                alpha / b * (rising * T.Log(rising)) - alpha * distance,
                gamma / b - alpha * beta + gamma * distance);
        }
    }
}
