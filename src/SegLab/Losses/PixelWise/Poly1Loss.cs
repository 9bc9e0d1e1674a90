using System.Runtime.CompilerServices;
using SegLab.Losses.Kernels;
using SegLab.Numerics;

namespace SegLab.Losses;

/// <summary>Poly-1 (Leng et al. 2022): cross-entropy, or focal loss, with another weight of the first term of its expansion in 1 - p.</summary>
public sealed record Poly1Loss : PixelLoss
{
    internal static LossEntry Entry { get; } = new("poly1", LossFamily.PixelWise, "Poly-1 loss", new Poly1Loss())
    {
        Formula = "-(1 - p_t)^gamma log p_t + e (1 - p_t)^(gamma + 1)",
        UseWhen = "one number to tune shall bring a little over ce or focal",
        Paper = "Leng et al. 2022, arXiv:2204.12511",
        Parameters =
        [
            LossParameters.Number<Poly1Loss>("epsilon", NumberRange.Any, "e, the weight of the first term on top of its usual one",
                loss => loss.Epsilon, (loss, value) => loss with { Epsilon = value }),
            LossParameters.Number<Poly1Loss>("gamma", NumberRange.AtLeast(0), "focusing exponent; 0 is cross-entropy",
                loss => loss.Gamma, (loss, value) => loss with { Gamma = value }),
            .. LossParameters.Pixel<Poly1Loss>("pixels; elements with a sigmoid"),
        ],
    };

    /// <summary>The weight of the first term on top of its usual one, finite (default 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite.</exception>
    public double Epsilon { get; init => field = Require.Finite(value); } = 1;

    /// <summary>The focusing exponent, not negative; 0 (default) gives cross-entropy.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double Gamma { get; init => field = Require.NotNegative(value); }

    internal override void Lower(LossPlanBuilder plan, double factor) =>
        plan.Add(Activation, new PixelTerm<Formula>(this, factor, new Formula(Epsilon, Gamma)));

    readonly struct Formula(double epsilon, double gamma) : IPixelFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(Likelihood<T> truth)
            where T : struct, IReal<T> => T.Pow(truth.Complement, gamma) * (epsilon * truth.Complement - truth.LogProbability);
    }
}
