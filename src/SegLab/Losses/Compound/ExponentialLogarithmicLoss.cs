using System.Runtime.CompilerServices;
using SegLab.Losses.Kernels;
using SegLab.Numerics;

namespace SegLab.Losses;

/// <summary>Exponential logarithmic loss (Wong et al. 2018): powers of -log Dice and of cross-entropy, weighed against each other.</summary>
/// <remarks>Class weights are for cross-entropy. Below an exponent of 1 the slope is infinite at 0: under 1e-7 the curve goes straight to 0.</remarks>
public sealed record ExponentialLogarithmicLoss : PerClassLoss
{
    internal static LossEntry Entry { get; } =
        new("exp_log", LossFamily.Compound, "Exponential logarithmic loss", new ExponentialLogarithmicLoss())
        {
            Aliases = ["exponential_logarithmic"],
            Formula = "a mean of (-log D_k)^g + b mean of w_t (-log p_t)^h, D_k = (2 I + s) / (P + Y + s)",
            UseWhen = "structures of very different sizes",
            Paper = "Wong et al. 2018, arXiv:1809.00076",
            Notes =
            [
                "The paper weighs class k by sqrt(sum f / f_k), f being the classes' frequencies: ClassWeights.SquareRootInverseFrequency.",
                "SegLossOdyssey's ExpLog_loss takes the logarithm of the mean Dice and leaves cross-entropy without the power: "
                    + "of_mean=true, cross_entropy_exponent=1, mean_over=class_weights.",
            ],
            Parameters =
            [
                LossParameters.Number<ExponentialLogarithmicLoss>("dice_weight", NumberRange.AtLeast(0), "a", loss => loss.DiceWeight, (loss, value) => loss with { DiceWeight = value }),
                LossParameters.Number<ExponentialLogarithmicLoss>("cross_entropy_weight", NumberRange.AtLeast(0), "b",
                    loss => loss.CrossEntropyWeight, (loss, value) => loss with { CrossEntropyWeight = value }),
                LossParameters.Number<ExponentialLogarithmicLoss>("dice_exponent", NumberRange.Above(0), "g", loss => loss.DiceExponent, (loss, value) => loss with { DiceExponent = value }),
                LossParameters.Number<ExponentialLogarithmicLoss>("cross_entropy_exponent", NumberRange.Above(0), "h",
                    loss => loss.CrossEntropyExponent, (loss, value) => loss with { CrossEntropyExponent = value }),
                LossParameters.Number<ExponentialLogarithmicLoss>("smooth", NumberRange.AtLeast(0), "s", loss => loss.Smooth, (loss, value) => loss with { Smooth = value }),
                LossParameters.Flag<ExponentialLogarithmicLoss>("of_mean", "take the logarithm of the mean Dice in place of each class's",
                    loss => loss.OfMean, (loss, value) => loss with { OfMean = value }),
                LossParameters.OptionalChoice<ExponentialLogarithmicLoss, MeanDenominator>("mean_over", "what the mean of cross-entropy divides by",
                    loss => loss.MeanOver, (loss, value) => loss with { MeanOver = value }, "pixels"),
                .. LossParameters.PerClass<ExponentialLogarithmicLoss>(),
            ],
        };

    /// <summary>The weight of the Dice part, not negative (default 0.8).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double DiceWeight { get; init => field = Require.NotNegative(value); } = 0.8;

    /// <summary>The weight of the cross-entropy part, not negative (default 0.2).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double CrossEntropyWeight { get; init => field = Require.NotNegative(value); } = 0.2;

    /// <summary>The exponent of -log Dice, above 0 (default 0.3).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0.</exception>
    public double DiceExponent { get; init => field = Require.Positive(value); } = 0.3;

    /// <summary>The exponent of -log p, above 0 (default 0.3).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0.</exception>
    public double CrossEntropyExponent { get; init => field = Require.Positive(value); } = 0.3;

    /// <summary>Added to numerator and denominator of Dice, not negative (default 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double Smooth { get; init => field = Require.NotNegative(value); } = 1;

    /// <summary>Whether the logarithm is that of the mean Dice, and not of each class's (default).</summary>
    public bool OfMean { get; init; }

    /// <summary>What the mean of cross-entropy divides by; null for the pixels.</summary>
    public MeanDenominator? MeanOver { get; init; }

    internal override IReadOnlyList<Activation> Activations => [Activation.Softmax, Activation.Probabilities, Activation.LogProbabilities];

    internal override string? Fault => base.Fault ?? CompoundFault;

    internal override int ClassesOf(int channels) => channels;

    internal override void Lower(LossPlanBuilder plan, double factor)
    {
        var dice = new DiceLoss { Smooth = Smooth, Aggregate = Aggregate, IncludeBackground = IncludeBackground, Classes = Classes, Activation = Activation, Reduction = Reduction };
        var crossEntropy = new SymmetricCrossEntropyLoss { Activation = Activation, Reduction = Reduction, ClassWeights = ClassWeights, MeanOver = MeanOver };
        var score = new DiceLoss.Formula(new Smoothing(Smooth, Smooth, 0));
        var power = new FlooredPower(DiceExponent);
        if (OfMean) plan.Add(dice, factor * DiceWeight, score, new PowerOfLog(power));
        else plan.Add(dice, factor * DiceWeight, new Dice(score, power));
        plan.Add(Activation, new PixelTerm<CrossEntropy>(crossEntropy, factor * CrossEntropyWeight, new CrossEntropy(new FlooredPower(CrossEntropyExponent))));
    }

    readonly struct Dice(DiceLoss.Formula dice, FlooredPower power) : IRegionFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(Overlap<T> sums)
            where T : struct, IReal<T> => new PowerOfLog(power).Invoke(dice.Invoke(sums));
    }

    /// <summary>(-log(1 - loss))^g.</summary>
    readonly struct PowerOfLog(FlooredPower power) : IMeanLink
    {
        public T Invoke<T>(T loss)
            where T : struct, IReal<T> => power.Of(default(LogDiceLoss.Link).Invoke(loss));
    }

    readonly struct CrossEntropy(FlooredPower power) : IPixelFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(Likelihood<T> truth)
            where T : struct, IReal<T> => power.Of(-truth.LogProbability);
    }
}
