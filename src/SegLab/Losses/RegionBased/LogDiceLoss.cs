using System.Runtime.CompilerServices;
using SegLab.Losses.Kernels;
using SegLab.Numerics;

namespace SegLab.Losses;

/// <summary>The overlap score whose logarithm is taken.</summary>
public enum OverlapScore
{
    /// <summary>Twice the intersection over the sum of both sizes.</summary>
    Dice,

    /// <summary>The intersection over the union.</summary>
    Jaccard,
}

/// <summary>Minus the logarithm of the Dice (or Jaccard) score, of each class or of the mean.</summary>
/// <remarks>A score below 1e-30 is taken for that: keep the smoothing above 0, so that a complete miss still has a gradient.</remarks>
public sealed record LogDiceLoss : OverlapLoss
{
    internal static LossEntry Entry { get; } = new("log_dice", LossFamily.RegionBased, "Logarithm of the Dice score", new LogDiceLoss())
    {
        Formula = "-log((2 I + s) / (P + Y + s))",
        UseWhen = "in sums with cross-entropy or focal: bce + log_dice, 10*focal(activation=sigmoid) + log_dice",
        Paper = "segmentation_models.pytorch's log_loss; Kaggle's ship and salt competitions: bce - log(1 - dice loss)",
        Notes =
        [
            "Some copies of the mixed loss pass the Dice loss to -log in place of the score, which rewards bad masks.",
            "segmentation_models.pytorch takes the logarithm of each class, some compounds that of the mean: of_mean=true.",
        ],
        Parameters =
        [
            LossParameters.Choice<LogDiceLoss, OverlapScore>("score", "the score whose logarithm is taken",
                loss => loss.Score, (loss, value) => loss with { Score = value }),
            LossParameters.Flag<LogDiceLoss>("of_mean", "take the logarithm of the mean score over the classes in place of each",
                loss => loss.OfMean, (loss, value) => loss with { OfMean = value }),
            .. LossParameters.Overlap<LogDiceLoss>(),
        ],
    };

    /// <summary>The score whose logarithm is taken.</summary>
    public OverlapScore Score { get; init; }

    /// <summary>Whether the logarithm is that of the mean over the classes, and not of each class (default).</summary>
    public bool OfMean { get; init; }

    internal override string? Fault => base.Fault ?? MeanFault(OfMean);

    internal override void Lower(LossPlanBuilder plan, double factor)
    {
        if (Score == OverlapScore.Dice) Add(plan, factor, new DiceLoss.Formula(Smoothing));
        else Add(plan, factor, new JaccardLoss.Formula(Smoothing));
    }

    void Add<TFormula>(LossPlanBuilder plan, double factor, TFormula overlap)
        where TFormula : struct, IRegionFormula
    {
        if (OfMean) plan.Add(this, factor, overlap, default(Link));
        else plan.Add(this, factor, new Formula<TFormula>(overlap));
    }

    /// <summary>-log(1 - loss).</summary>
    readonly struct Formula<TFormula>(TFormula overlap) : IRegionFormula
        where TFormula : struct, IRegionFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(Overlap<T> sums)
            where T : struct, IReal<T> => default(Link).Invoke(overlap.Invoke(sums));
    }

    internal readonly struct Link : IMeanLink
    {
        public T Invoke<T>(T mean)
            where T : struct, IReal<T> => -T.Log(T.Max(1 - mean, T.Constant(1e-30)));
    }
}
