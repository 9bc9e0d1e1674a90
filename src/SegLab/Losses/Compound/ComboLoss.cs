using SegLab.Losses.Kernels;
using SegLab.Numerics;

namespace SegLab.Losses;

/// <summary>Combo loss (Taghanaki et al. 2018): cross-entropy with presence weighed against absence, minus Dice.</summary>
/// <remarks>As published it is negative near its minimum; <see cref="OneMinusDice"/> keeps it above 0 with the same gradient.</remarks>
public sealed record ComboLoss : PerClassLoss
{
    internal static LossEntry Entry { get; } = new("combo", LossFamily.Compound, "Combo loss", new ComboLoss())
    {
        Formula = "-a mean of (b y log p + (1 - b)(1 - y) log(1 - p)) - (1 - a) D",
        UseWhen = "false positives and negatives shall be balanced by hand, in classes of different size",
        Paper = "Taghanaki et al. 2018, arXiv:1805.02798",
        Notes = ["The paper adds the Dice scores of the classes up, the unified focal loss's code takes their mean, and so does this."],
        Parameters =
        [
            LossParameters.Number<ComboLoss>("cross_entropy_share", NumberRange.Between(0, 1), "a, the share of cross-entropy",
                loss => loss.CrossEntropyShare, (loss, value) => loss with { CrossEntropyShare = value }),
            LossParameters.Number<ComboLoss>("positive_share", NumberRange.Between(0, 1), "b, what presence weighs; above 0.5 misses cost more",
                loss => loss.PositiveShare, (loss, value) => loss with { PositiveShare = value }),
            LossParameters.Number<ComboLoss>("smooth", NumberRange.AtLeast(0), "added to numerator and denominator of Dice",
                loss => loss.Smooth, (loss, value) => loss with { Smooth = value }),
            LossParameters.Flag<ComboLoss>("one_minus_dice", "1 - D in place of -D",
                loss => loss.OneMinusDice, (loss, value) => loss with { OneMinusDice = value }),
            .. LossParameters.PerClass<ComboLoss>(),
        ],
    };

    /// <summary>The share of cross-entropy, 0 to 1 (default 0.5).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside 0 to 1.</exception>
    public double CrossEntropyShare { get; init => field = Require.Between(value, 0, 1); } = 0.5;

    /// <summary>What presence weighs in cross-entropy against absence, 0 to 1 (default 0.5).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside 0 to 1.</exception>
    public double PositiveShare { get; init => field = Require.Between(value, 0, 1); } = 0.5;

    /// <summary>Added to numerator and denominator of Dice, not negative (default 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double Smooth { get; init => field = Require.NotNegative(value); } = 1;

    /// <summary>Whether the Dice part is 1 - D, and not -D (default).</summary>
    public bool OneMinusDice { get; init; }

    internal override string? Fault => base.Fault ?? CompoundFault;

    internal override void Lower(LossPlanBuilder plan, double factor)
    {
        var dice = new DiceLoss
        {
            Smooth = Smooth,
            Aggregate = Aggregate,
            IncludeBackground = IncludeBackground,
            Classes = Classes,
            Activation = Activation,
            Reduction = Reduction,
            ClassWeights = ClassWeights,
        };
        var crossEntropy = new AllChannelsCrossEntropyLoss { Activation = Activation, Reduction = Reduction, MeanOver = MeanDenominator.Elements };
        var formula = new DiceLoss.Formula(new Smoothing(Smooth, Smooth, 0));
        if (OneMinusDice) plan.Add(dice, factor * (1 - CrossEntropyShare), formula);
        else plan.Add(dice, factor * (1 - CrossEntropyShare), formula, default(MinusOne));
        plan.Add(Activation, new PixelTerm<CrossEntropyLoss.Formula>(crossEntropy, factor * CrossEntropyShare, default)
        {
            PresentWeight = (float)PositiveShare,
            AbsentWeight = (float)(1 - PositiveShare),
        });
    }

    readonly struct MinusOne : IMeanLink
    {
        public T Invoke<T>(T mean)
            where T : struct, IReal<T> => mean - T.Constant(1);
    }
}
