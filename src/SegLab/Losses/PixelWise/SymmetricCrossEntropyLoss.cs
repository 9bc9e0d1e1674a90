using System.Runtime.CompilerServices;
using SegLab.Losses.Kernels;
using SegLab.Numerics;

namespace SegLab.Losses;

/// <summary>Symmetric cross-entropy (Wang et al. 2019): cross-entropy plus its reverse, -sum of p log y, with log 0 taken for a constant.</summary>
public sealed record SymmetricCrossEntropyLoss : PixelLoss
{
    internal static LossEntry Entry { get; } =
        new("symmetric_ce", LossFamily.PixelWise, "Symmetric cross-entropy", new SymmetricCrossEntropyLoss())
        {
            Aliases = ["sce", "symmetric_cross_entropy"],
            Formula = "-a log p_t - b A (1 - p_t)",
            UseWhen = "labels are noisy",
            Paper = "Wang et al. 2019, arXiv:1908.06112",
            Notes = ["The paper has A = -4 and a, b = 0.1, 1 (CIFAR-10) or 6, 0.1 (CIFAR-100); its released code cuts y off at 1e-4, which is A = -9.21."],
            Parameters =
            [
                LossParameters.Number<SymmetricCrossEntropyLoss>("cross_entropy_weight", NumberRange.AtLeast(0), "a, the weight of cross-entropy",
                    loss => loss.CrossEntropyWeight, (loss, value) => loss with { CrossEntropyWeight = value }),
                LossParameters.Number<SymmetricCrossEntropyLoss>("reverse_weight", NumberRange.AtLeast(0), "b, the weight of its reverse",
                    loss => loss.ReverseWeight, (loss, value) => loss with { ReverseWeight = value }),
                LossParameters.Number<SymmetricCrossEntropyLoss>("log_of_zero", NumberRange.AtMost(0), "A, what log 0 is taken for",
                    loss => loss.LogOfZero, (loss, value) => loss with { LogOfZero = value }),
                .. LossParameters.Pixel<SymmetricCrossEntropyLoss>("pixels"),
            ],
        };

    /// <summary>The weight of cross-entropy, not negative (default 0.1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double CrossEntropyWeight { get; init => field = Require.NotNegative(value); } = 0.1;

    /// <summary>The weight of the reverse, not negative (default 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double ReverseWeight { get; init => field = Require.NotNegative(value); } = 1;

    /// <summary>What the logarithm of 0 is taken for, 0 or less (default -4).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Above 0.</exception>
    public double LogOfZero { get; init => field = Require.Between(value, double.MinValue, 0); } = -4;

    internal override IReadOnlyList<Activation> Activations => OneClassActivations;

    internal override void Lower(LossPlanBuilder plan, double factor) =>
        plan.Add(Activation, new PixelTerm<Formula>(this, factor, new Formula(CrossEntropyWeight, ReverseWeight, LogOfZero)));

    readonly struct Formula(double crossEntropyWeight, double reverseWeight, double logOfZero) : IPixelFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(Likelihood<T> truth)
            where T : struct, IReal<T> => -crossEntropyWeight * truth.LogProbability + (-reverseWeight * logOfZero) * truth.Complement;
    }
}
