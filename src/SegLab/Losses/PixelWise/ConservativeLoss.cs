using System.Runtime.CompilerServices;
using SegLab.Losses.Kernels;
using SegLab.Numerics;

namespace SegLab.Losses;

/// <summary>Conservative loss (Zhu et al. 2018): w (1 + log_a p)^2 log_a(-log_a p) of the true class.</summary>
/// <remarks>
/// It is 0 at p = 1/a, negative above and unbounded below as p nears 1, so by itself it does not keep a network from being sure of
/// itself. -log p is taken no nearer to 0 than 1e-30: that and its gradient stay finite.
/// </remarks>
public sealed record ConservativeLoss : PixelLoss
{
    internal static LossEntry Entry { get; } = new("conservative", LossFamily.PixelWise, "Conservative loss", new ConservativeLoss())
    {
        Formula = "w (1 + log_a p_t)^2 log_a(-log_a p_t)",
        UseWhen = "the network shall carry over to images of another domain; together with ce",
        Paper = "Zhu et al. 2018, arXiv:1809.00903",
        Notes = ["As printed it falls without bound as p_t nears 1 (-9 at 0.9, -22.5 at 0.99 with the defaults), and its derivative is negative everywhere."],
        Parameters =
        [
            LossParameters.Number<ConservativeLoss>("weight", NumberRange.Above(0), "w, the paper's lambda",
                loss => loss.Weight, (loss, value) => loss with { Weight = value }),
            LossParameters.Number<ConservativeLoss>("logarithm_base", NumberRange.Above(1), "a, the base of the logarithms",
                loss => loss.LogarithmBase, (loss, value) => loss with { LogarithmBase = value }),
            .. LossParameters.Pixel<ConservativeLoss>("pixels"),
        ],
    };

    /// <summary>What the loss is multiplied by, above 0 (default 5).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0.</exception>
    public double Weight { get; init => field = Require.Positive(value); } = 5;

    /// <summary>The base of the logarithms, above 1 (default e).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 1.</exception>
    public double LogarithmBase { get; init => field = Require.Between(value, Math.BitIncrement(1), double.MaxValue); } = Math.E;

    internal override IReadOnlyList<Activation> Activations => OneClassActivations;

    internal override void Lower(LossPlanBuilder plan, double factor) =>
        plan.Add(Activation, new PixelTerm<Formula>(this, factor, new Formula(Weight, 1 / Math.Log(LogarithmBase))));

    readonly struct Formula(double weight, double perNatural) : IPixelFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(Likelihood<T> truth)
            where T : struct, IReal<T>
        {
            T information = T.Max(perNatural * -truth.LogProbability, T.Constant(1e-30));
            T trust = 1 - information;
            return weight * (trust * trust * (perNatural * T.Log(information)));
        }
    }
}
