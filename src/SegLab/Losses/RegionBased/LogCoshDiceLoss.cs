using SegLab.Losses.Kernels;
using SegLab.Numerics;

namespace SegLab.Losses;

/// <summary>Log-cosh Dice loss (Jadon 2020): log cosh of the Dice loss, which is flatter near its minimum.</summary>
public sealed record LogCoshDiceLoss : OverlapLoss
{
    internal static LossEntry Entry { get; } = new("log_cosh_dice", LossFamily.RegionBased, "Log-cosh Dice loss", new LogCoshDiceLoss())
    {
        Formula = "log cosh(mean of 1 - (2 I + s) / (P + Y + s))",
        UseWhen = "dice jumps from step to step",
        Paper = "Jadon 2020, arXiv:2006.14822",
        Notes = ["It is a function of the mean over the classes, so only reduction=mean makes sense."],
        Parameters = LossParameters.Overlap<LogCoshDiceLoss>(),
    };

    internal override string? Fault => base.Fault ?? MeanFault(ofMean: true);

    internal override void Lower(LossPlanBuilder plan, double factor) =>
        plan.Add(this, factor, new DiceLoss.Formula(Smoothing), default(Link));

    readonly struct Link : IMeanLink
    {
        public T Invoke<T>(T mean)
            where T : struct, IReal<T> => T.Log(0.5 * (T.Exp(mean) + T.Exp(-mean)));
    }
}
