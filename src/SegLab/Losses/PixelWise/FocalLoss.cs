using System.Runtime.CompilerServices;
using SegLab.Losses.Kernels;
using SegLab.Numerics;

namespace SegLab.Losses;

/// <summary>Focal loss (Lin et al. 2017): -(1 - p)^gamma log p of the true class, which lets pixels that are right count for less.</summary>
/// <remarks>With a sigmoid, p is the probability of what is true of the channel, and alpha weighs presence, 1 - alpha absence.</remarks>
public sealed record FocalLoss : PixelLoss
{
    /// <summary>Softmax over the channels (default), or a sigmoid of each.</summary>
    public Activation Activation { get; init; }

    /// <summary>The focusing exponent, not negative; 0 gives cross-entropy (default 2).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double Gamma
    {
        get;
        init => field = Require.NotNegative(value);
    } = 2;

    /// <summary>
    /// With a sigmoid, the weight of presence, 0 to 1, against 1 - alpha for absence; with a softmax, that of every class but the first,
    /// which weighs 1 - alpha. Null for equal weights.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside 0 to 1.</exception>
    public double? Alpha
    {
        get;
        init => field = value is { } alpha ? Require.Between(alpha, 0, 1) : null;
    }

    /// <summary>Below this probability the factor is 1, above it ((1 - p) / threshold)^gamma (reduced focal loss, Sergievskiy 2019); null for none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside 0 to 1.</exception>
    public double? ReducedThreshold
    {
        get;
        init => field = value is { } threshold ? Require.Between(threshold, double.Epsilon, 1) : null;
    }

    /// <summary>Divides by the sum of the factors instead of the number of pixels; the reduction then does not matter.</summary>
    public bool Normalized { get; init; }

    internal override void AddTo(LossPlanBuilder plan, double factor)
    {
        bool sigmoid = Activation == Activation.Sigmoid;
        var modulation = new Modulation(Gamma, ReducedThreshold);
        plan.Add(this, Activation, new PixelTerm<Formula>(new Formula(modulation))
        {
            Factor = factor,
            Reduction = Reduction,
            Denominator = MeanOver ?? (sigmoid ? MeanDenominator.Elements : MeanDenominator.Pixels),
            ClassWeights = ClassWeights?.Values,
            FirstAgainstOthers = sigmoid || Alpha is not { } alpha ? null : ((float)(1 - alpha), (float)alpha),
            PresentWeight = sigmoid ? (float)(Alpha ?? 1) : 1,
            AbsentWeight = sigmoid ? (float)(1 - Alpha ?? 1) : 1,
            Normalizer = Normalized ? new PixelTerm<Modulation>(modulation) : null,
        });
    }

    /// <summary>(1 - p)^gamma, what a pixel counts for.</summary>
    readonly struct Modulation(double gamma, double? threshold) : IPixelFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(Likelihood<T> truth)
            where T : struct, IReal<T>
        {
            if (threshold is not { } limit) return T.Pow(truth.Complement, gamma);
            T reduced = T.Pow((1 / limit) * truth.Complement, gamma);
            return T.Where(truth.Probability, T.Constant(limit), T.Constant(1), reduced);
        }
    }

    readonly struct Formula(Modulation modulation) : IPixelFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(Likelihood<T> truth)
            where T : struct, IReal<T> => -(modulation.Invoke(truth) * truth.LogProbability);
    }
}
