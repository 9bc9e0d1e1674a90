using System.Runtime.CompilerServices;
using SegLab.Losses.Kernels;
using SegLab.Numerics;

namespace SegLab.Losses;

/// <summary>Focal loss (Lin et al. 2017): -(1 - p)^gamma log p of the true class, which lets pixels that are right count for less.</summary>
/// <remarks>With a sigmoid, p is the probability of what is true of the channel, and alpha weighs presence, 1 - alpha absence.</remarks>
public sealed record FocalLoss : PixelLoss
{
    internal static LossEntry Entry { get; } = new("focal", LossFamily.PixelWise, "Focal loss", new FocalLoss())
    {
        Formula = "-a (1 - p_t)^gamma log p_t",
        UseWhen = "many easy pixels drown few hard ones",
        Paper = "Lin et al. 2017, arXiv:1708.02002; reduced: Sergievskiy 2019, arXiv:1903.01347",
        Notes =
        [
            "gamma=0 is cross-entropy; with a sigmoid and alpha=0.5 it is half of it.",
            "MONAI's softmax form and kornia's divide by pixels times channels (mean_over=elements), so at gamma=0 they are C times smaller than "
                + "cross-entropy; MONAI's reduction=sum first averages over space.",
            "segmentation_models.pytorch's and mmsegmentation's multi-class focal losses are one class against the rest: activation=sigmoid. Given "
                + "probabilities (from_logits=False) the former puts log p through a sigmoid, which is wrong.",
            "A number for alpha means [1 - alpha, alpha, alpha, ...] with a softmax (MONAI, kornia), presence against absence with a sigmoid. In "
                + "SegLossOdyssey one class gets alpha and the others 1 - alpha: say such things with class_weights.",
        ],
        Parameters =
        [
            LossParameters.Number<FocalLoss>("gamma", NumberRange.AtLeast(0), "focusing exponent; 0 is cross-entropy",
                loss => loss.Gamma, (loss, value) => loss with { Gamma = value }),
            LossParameters.OptionalNumber<FocalLoss>("alpha", NumberRange.Between(0, 1), "weight of presence (softmax: of all classes but the first); the rest weighs 1 - alpha",
                loss => loss.Alpha, (loss, value) => loss with { Alpha = value }),
            LossParameters.OptionalNumber<FocalLoss>("reduced_threshold", NumberRange.Above(0, 1), "below this probability the factor is 1",
                loss => loss.ReducedThreshold, (loss, value) => loss with { ReducedThreshold = value }),
            LossParameters.Flag<FocalLoss>("normalized", "divide by the sum of the factors",
                loss => loss.Normalized, (loss, value) => loss with { Normalized = value }),
            .. LossParameters.Pixel<FocalLoss>("pixels; elements with a sigmoid"),
        ],
    };

    /// <summary>The focusing exponent, not negative; 0 gives cross-entropy (default 2).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double Gamma { get; init => field = Require.NotNegative(value); } = 2;

    /// <summary>
    /// With a sigmoid, the weight of presence, 0 to 1, against 1 - alpha for absence; with a softmax, that of every class but the first,
    /// which weighs 1 - alpha. Null for equal weights.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside 0 to 1.</exception>
    public double? Alpha { get; init => field = value is { } alpha ? Require.Between(alpha, 0, 1) : null; }

    /// <summary>Below this probability the factor is 1, above it ((1 - p) / threshold)^gamma (reduced focal loss, Sergievskiy 2019); null for none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside 0 to 1.</exception>
    public double? ReducedThreshold { get; init => field = value is { } threshold ? Require.Between(threshold, double.Epsilon, 1) : null; }

    /// <summary>Divides by the sum of the factors instead of the number of pixels; the reduction then does not matter.</summary>
    public bool Normalized { get; init; }

    internal override void Lower(LossPlanBuilder plan, double factor)
    {
        var modulation = new Modulation(Gamma, ReducedThreshold);
        plan.Add(Activation, new PixelTerm<Formula>(this, factor, new Formula(modulation))
        {
            FirstAgainstOthers = EachChannel || Alpha is not { } alpha ? null : ((float)(1 - alpha), (float)alpha),
            PresentWeight = EachChannel ? (float)(Alpha ?? 1) : 1,
            AbsentWeight = EachChannel ? (float)(1 - Alpha ?? 1) : 1,
            Normalizer = Normalized ? new PixelTerm<Modulation>(this, 1, modulation) : null,
        });
    }

    /// <summary>(1 - p)^gamma, what a pixel counts for.</summary>
    internal readonly struct Modulation(double gamma, double? threshold) : IPixelFormula
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

    internal readonly struct Formula(Modulation modulation) : IPixelFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(Likelihood<T> truth)
            where T : struct, IReal<T> => -(modulation.Invoke(truth) * truth.LogProbability);
    }
}
