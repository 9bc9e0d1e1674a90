using System.Runtime.CompilerServices;
using SegLab.Losses.Kernels;
using SegLab.Numerics;

namespace SegLab.Losses;

/// <summary>
/// Unified focal loss (Yeung et al. 2022): a focal cross-entropy and a focal Tversky loss that share one exponent. In the asymmetric
/// form only the background's cross-entropy is suppressed and only the foreground's Tversky loss is enhanced.
/// </summary>
/// <remarks>Channel 0 is the background, all others are foreground.</remarks>
public sealed record UnifiedFocalLoss : ElementaryLoss
{
    internal static LossEntry Entry { get; } = new("unified_focal", LossFamily.Compound, "Unified focal loss", new UnifiedFocalLoss())
    {
        Formula = "l mean of d (1 - p_t)^g (-log p_t) + (1 - l) mean of (1 - T)^(1 - g), T = TP / (TP + d FN + (1 - d) FP)",
        UseWhen = "strong imbalance, with few numbers to tune",
        Paper = "Yeung et al. 2022, arXiv:2102.04525",
        Notes =
        [
            "d is the weight of foreground pixels and of false negatives; the background and false positives get 1 - d. MONAI's documentation calls it the weight of the background.",
            "MONAI's AsymmetricUnifiedFocalLoss applies no activation although it asks for logits (activation=probabilities is what it computes), and its "
                + "1-channel form has no gradient. The authors' lambda is the weight of the Tversky part, MONAI's and this one that of the focal part.",
            "The exponents of the authors' code are g and 1 - g: focal_exponent and tversky_exponent set each by itself.",
        ],
        Parameters =
        [
            LossParameters.Number<UnifiedFocalLoss>("focal_weight", NumberRange.Between(0, 1), "l, the share of the focal part",
                loss => loss.FocalWeight, (loss, value) => loss with { FocalWeight = value }),
            LossParameters.Number<UnifiedFocalLoss>("foreground_weight", NumberRange.Between(0, 1), "d, what foreground pixels and false negatives weigh",
                loss => loss.ForegroundWeight, (loss, value) => loss with { ForegroundWeight = value }),
            LossParameters.Number<UnifiedFocalLoss>("focal_exponent", NumberRange.AtLeast(0), "g",
                loss => loss.FocalExponent, (loss, value) => loss with { FocalExponent = value }),
            LossParameters.OptionalNumber<UnifiedFocalLoss>("tversky_exponent", NumberRange.Any, "the exponent of the Tversky part; none for 1 - g",
                loss => loss.TverskyExponent, (loss, value) => loss with { TverskyExponent = value }),
            LossParameters.Flag<UnifiedFocalLoss>("symmetric", "apply the exponents to background and foreground alike",
                loss => loss.Symmetric, (loss, value) => loss with { Symmetric = value }),
            LossParameters.Number<UnifiedFocalLoss>("smooth", NumberRange.AtLeast(0), "added to numerator and denominator of T",
                loss => loss.Smooth, (loss, value) => loss with { Smooth = value }),
            LossParameters.Choice<UnifiedFocalLoss, Aggregate>("aggregate", "sums over each image or over the batch",
                loss => loss.Aggregate, (loss, value) => loss with { Aggregate = value }),
            .. LossParameters.Elementary<UnifiedFocalLoss>().Where(parameter => parameter.Name != "class_weights"),
        ],
    };

    /// <summary>The share of the focal part, 0 to 1; the Tversky part has the rest (default 0.5).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside 0 to 1.</exception>
    public double FocalWeight { get; init => field = Require.Between(value, 0, 1); } = 0.5;

    /// <summary>What foreground pixels and false negatives weigh, 0 to 1, against 1 minus that for background and false positives (default 0.6).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside 0 to 1.</exception>
    public double ForegroundWeight { get; init => field = Require.Between(value, 0, 1); } = 0.6;

    /// <summary>The exponent of the focal part, not negative (default 0.5).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double FocalExponent { get; init => field = Require.NotNegative(value); } = 0.5;

    /// <summary>The exponent of the Tversky part, finite; null for 1 minus <see cref="FocalExponent"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite.</exception>
    public double? TverskyExponent { get; init => field = value is { } exponent ? Require.Finite(exponent) : null; }

    /// <summary>Whether the exponents apply to background and foreground alike.</summary>
    public bool Symmetric { get; init; }

    /// <summary>Added to numerator and denominator of the Tversky score, not negative (default 1e-7).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double Smooth { get; init => field = Require.NotNegative(value); } = 1e-7;

    /// <summary>Whether sums are over each image (default) or over the batch.</summary>
    public Aggregate Aggregate { get; init; }

    internal override IReadOnlyList<Activation> Activations => [Activation.Softmax, Activation.Probabilities, Activation.LogProbabilities];

    internal override string? Fault => base.Fault ?? CompoundFault ?? (ClassWeights is null ? null : "weighs classes by foreground_weight and takes no class_weights");

    internal override void Check(int channels)
    {
        if (channels < 2) throw new ArgumentException("unified_focal needs a channel for the background and one for each foreground class, not one channel.");
    }

    internal override (nint Count, string Shape) ValuesOf(int images, int channels, nint pixels) => (0, "none");

    internal override void Lower(LossPlanBuilder plan, double factor)
    {
        float foreground = (float)ForegroundWeight, background = (float)(1 - ForegroundWeight);
        var focal = new FocalLoss.Formula(new FocalLoss.Modulation(FocalExponent, null));
        var pixels = new SymmetricCrossEntropyLoss { Activation = Activation, Reduction = Reduction };
        plan.Add(Activation, new PixelTerm<FocalLoss.Formula>(pixels, factor * FocalWeight, focal) { FirstAgainstOthers = (background, 0) });
        plan.Add(Activation, Symmetric
            ? new PixelTerm<FocalLoss.Formula>(pixels, factor * FocalWeight, focal) { FirstAgainstOthers = (0, foreground) }
            : new PixelTerm<CrossEntropyLoss.Formula>(pixels, factor * FocalWeight, default) { FirstAgainstOthers = (0, foreground) });

        var tversky = new TverskyLoss.Formula(new Smoothing(Smooth, Smooth, 0), falsePositiveWeight: 1 - ForegroundWeight, falseNegativeWeight: ForegroundWeight);
        var classes = new TverskyLoss { Activation = Activation, Reduction = Reduction, Aggregate = Aggregate };
        double exponent = TverskyExponent ?? 1 - FocalExponent;
        plan.Add(classes, factor * (1 - FocalWeight), new Power(tversky, exponent), background: new Power(tversky, Symmetric ? exponent : 1));
    }

    readonly struct Power(TverskyLoss.Formula tversky, double exponent) : IRegionFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(Overlap<T> sums)
            where T : struct, IReal<T> => new FlooredPower(exponent).Of(tversky.Invoke(sums));
    }
}
