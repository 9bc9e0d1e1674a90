using System.Runtime.CompilerServices;
using SegLab.Boxes.Kernels;
using SegLab.Losses;
using SegLab.Numerics;

namespace SegLab.Boxes;

/// <summary>
/// Wise-IoU loss (Tong et al. 2023): e^(rho^2 / [c^2]) (1 - IoU), times a focusing factor in versions 2 and 3 that depends on how a box compares with the
/// mean of the IoU loss. What is in brackets is a constant in the gradient.
/// </summary>
/// <remarks>The mean is an option, not hidden state: <see cref="Follow"/> makes the loss of the next step.</remarks>
public sealed record WiseIoULoss : OverlapBoxLoss
{
    internal static BoxLossEntry Entry { get; } = new("wiou", "Wise-IoU loss", new WiseIoULoss())
    {
        Aliases = ["wise_iou", "wiou_v3"],
        Formula = "R L, L = 1 - I / U, R = e^(rho^2 / [c^2]); version 2: times [(L / m)^g]; version 3: times [b / (d q^(b - d))], b = L / m; [] constant in the gradient",
        UseWhen = "labels of boxes are of mixed quality: neither the best nor the worst boxes shall lead (version 3)",
        Paper = "Tong et al. 2023, arXiv:2301.10051",
        Notes =
        [
            "q = 1.9 and d = 3 are the paper's; its repository has also had 1.7 and 2.7 (focus_base=1.7, focus_delta=2.7).",
            "m, the running mean of 1 - IoU, belongs to the training: mean_iou_loss here, 1 at its start, and in code loss.Follow(...) after each batch.",
        ],
        Parameters =
        [
            BoxLossParameters.Integer<WiseIoULoss>("version", NumberRange.Between(1, 3), "no focusing, monotonic, or not monotonic",
                loss => loss.Version, (loss, value) => loss with { Version = value }),
            BoxLossParameters.Number<WiseIoULoss>("mean_iou_loss", NumberRange.Above(0), "m, the mean of 1 - IoU that a box is compared with",
                loss => loss.MeanIoULoss, (loss, value) => loss with { MeanIoULoss = value }),
            BoxLossParameters.Number<WiseIoULoss>("gamma", NumberRange.AtLeast(0), "g of version 2",
                loss => loss.Gamma, (loss, value) => loss with { Gamma = value }),
            BoxLossParameters.Number<WiseIoULoss>("focus_base", NumberRange.Above(1), "q of version 3, alpha in the paper",
                loss => loss.FocusBase, (loss, value) => loss with { FocusBase = value }),
            BoxLossParameters.Number<WiseIoULoss>("focus_delta", NumberRange.Above(0), "d of version 3: the b whose factor is 1",
                loss => loss.FocusDelta, (loss, value) => loss with { FocusDelta = value }),
            .. BoxLossParameters.Overlap<WiseIoULoss>(),
        ],
    };

    /// <summary>Which version, 1 to 3 (default 3): without a focusing factor, with a monotonic one, or with one that is not.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Out of range.</exception>
    public int Version { get; init => field = (int)Require.Between(value, 1, 3); } = 3;

    /// <summary>The mean of 1 - IoU that a box is compared with in versions 2 and 3, above 0 (default 1, as at the start of a training).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0.</exception>
    public double MeanIoULoss { get; init => field = Require.Positive(value); } = 1;

    /// <summary>The power of the focusing factor of version 2, 0 or more (default 0.5).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double Gamma { get; init => field = Require.NotNegative(value); } = 0.5;

    /// <summary>The base of the focusing factor of version 3, above 1 (default 1.9, the paper's alpha; its repository has also had 1.7).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 1.</exception>
    public double FocusBase { get; init => field = 1 + Require.Positive(value - 1); } = 1.9;

    /// <summary>The ratio to the mean at which the factor of version 3 is 1, above 0 (default 3; the paper's repository has also had 2.7).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0.</exception>
    public double FocusDelta { get; init => field = Require.Positive(value); } = 3;

    /// <summary>The loss of the next step, whose mean has moved towards that of a batch.</summary>
    /// <param name="iouLoss">The batch's mean of 1 - IoU, such as an <see cref="IoULoss"/> returns, 0 to 1.</param>
    /// <param name="momentum">How far the mean moves, above 0 to 1; in the paper 1 - 0.05^(1 / (n t)) with n batches an epoch and t epochs until training slows.</param>
    /// <exception cref="ArgumentOutOfRangeException">Out of range.</exception>
    public WiseIoULoss Follow(double iouLoss, double momentum)
    {
        Require.Between(iouLoss, 0, 1, nameof(iouLoss));
        Require.Between(momentum, double.Epsilon, 1, nameof(momentum));
        return this with { MeanIoULoss = Math.Max(double.Epsilon, MeanIoULoss + momentum * (iouLoss - MeanIoULoss)) };
    }

    internal override TResult Accept<TResult>(IBoxFormulaVisitor<TResult> visitor) => Version switch
    {
        1 => visitor.Visit(new Formula<NoFocus>(Epsilon, default)),
        2 => visitor.Visit(new Formula<MonotonicFocus>(Epsilon, new(MeanIoULoss, Gamma))),
        _ => visitor.Visit(new Formula<OutlierFocus>(Epsilon, new(MeanIoULoss, FocusBase, FocusDelta))),
    };

    readonly struct Formula<TFocus>(double epsilon, TFocus focus) : IBoxFormula
        where TFocus : struct, IFocus
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T, TPair>(in TPair boxes)
            where T : struct, IReal<T>
            where TPair : struct, IBoxPair<T>
        {
            T iouLoss = 1 - boxes.IoU(epsilon);
            T attention = T.Exp(T.Ratio(boxes.CenterDistanceSquared, T.Detach(epsilon + boxes.DiagonalSquared)));
            return focus.Times(attention * iouLoss, iouLoss);
        }
    }

    /// <summary>The factor of a version.</summary>
    interface IFocus
    {
        T Times<T>(T cost, T iouLoss)
            where T : struct, IReal<T>;
    }

    readonly struct NoFocus : IFocus
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Times<T>(T cost, T iouLoss)
            where T : struct, IReal<T> => cost;
    }

    readonly struct MonotonicFocus(double mean, double gamma) : IFocus
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Times<T>(T cost, T iouLoss)
            where T : struct, IReal<T> => T.DetachedPow(1 / mean * iouLoss, gamma) * cost;
    }

    readonly struct OutlierFocus(double mean, double focusBase, double delta) : IFocus
    {
        readonly double logBase = Math.Log(focusBase);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Times<T>(T cost, T iouLoss)
            where T : struct, IReal<T>
        {
            T beta = T.Detach(1 / mean * iouLoss);
            return T.Detach(1 / delta * (beta * T.Exp(logBase * (delta - beta)))) * cost;
        }
    }
}
