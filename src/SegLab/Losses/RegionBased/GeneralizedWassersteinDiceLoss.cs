using SegLab.Losses.Kernels;

namespace SegLab.Losses;

/// <summary>What a class weighs in the generalized Wasserstein Dice loss.</summary>
public enum WassersteinWeighting
{
    /// <summary>1 for the foreground and 0 for class 0, as in the paper.</summary>
    Foreground,

    /// <summary>1 over one more than the class's pixels, in numerator and denominator (Fidon et al. 2020).</summary>
    Volume,
}

/// <summary>
/// Generalized Wasserstein Dice loss (Fidon et al. 2017): Dice with mistakes weighed by how far the classes are apart, so that it costs
/// less to take a car for a truck than for the sky.
/// </summary>
/// <remarks>
/// W_i = sum over k of M[y_i, k] p_k is the distance of a pixel's prediction from its class, M being the distances divided by their
/// largest. Class 0 is the background. The sums are over each image.
/// </remarks>
public sealed record GeneralizedWassersteinDiceLoss : ElementaryLoss
{
    internal static LossEntry Entry { get; } =
        new("wasserstein_dice", LossFamily.RegionBased, "Generalized Wasserstein Dice loss", new GeneralizedWassersteinDiceLoss())
        {
            Aliases = ["generalized_wasserstein_dice", "gwdl"],
            Formula = "1 - (2 T + s) / (2 T + sum W_i + s), T = sum of a(y_i) (1 - W_i), W_i = sum over k of M[y_i, k] p_k",
            UseWhen = "some confusions are worse than others: classes in a tree, or with meaning that vectors hold",
            Paper = "Fidon et al. 2017, arXiv:1707.00478; volume weights: Fidon et al. 2020, arXiv:2007.15546",
            Notes =
            [
                "MONAI multiplied the maps of one image with those of another, so that its value is right for a batch of one only (mended in 2026).",
                "With all distances 1 and two classes it is foreground Dice.",
                "Distances come as a matrix, or from a file: of a tree of classes (a path such as vehicle/car a line) or of vectors that stand for them.",
            ],
            Parameters =
            [
                LossParameters.Distances<GeneralizedWassersteinDiceLoss>("distances", "M, how far apart classes are; none when all are equally far",
                    loss => loss.Distances, (loss, value) => loss with { Distances = value }),
                LossParameters.Choice<GeneralizedWassersteinDiceLoss, WassersteinWeighting>("weighting", "what a class weighs",
                    loss => loss.Weighting, (loss, value) => loss with { Weighting = value }),
                LossParameters.Number<GeneralizedWassersteinDiceLoss>("smooth", NumberRange.AtLeast(0), "s, added to numerator and denominator",
                    loss => loss.Smooth, (loss, value) => loss with { Smooth = value }),
                LossParameters.OptionalNumber<GeneralizedWassersteinDiceLoss>("smooth_denominator", NumberRange.AtLeast(0), "s of the denominator, where it differs",
                    loss => loss.SmoothDenominator, (loss, value) => loss with { SmoothDenominator = value }),
                .. LossParameters.Elementary<GeneralizedWassersteinDiceLoss>().Where(parameter => parameter.Name != "class_weights"),
            ],
        };

    /// <summary>How far apart the classes are; null when all are equally far.</summary>
    public ClassDistances? Distances { get; init; }

    /// <summary>What a class weighs.</summary>
    public WassersteinWeighting Weighting { get; init; }

    /// <summary>Added to numerator and denominator as they stand in the formula, not negative (default 1e-5).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double Smooth { get; init => field = Require.NotNegative(value); } = 1e-5;

    /// <summary>Added to the denominator in place of <see cref="Smooth"/>; null for the same.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double? SmoothDenominator { get; init => field = value is { } smooth ? Require.NotNegative(smooth) : null; }

    internal Smoothing Smoothing => new(Smooth, SmoothDenominator ?? Smooth, 0);

    internal override IReadOnlyList<Activation> Activations => [Activation.Softmax, Activation.Probabilities, Activation.LogProbabilities];

    internal override string? Fault => base.Fault ?? (ClassWeights is null ? null : "weighs classes by their distances and takes no class_weights");

    internal override void Check(int channels)
    {
        if (channels < 2) throw new ArgumentException("wasserstein_dice needs a channel for each class, two at least, not one.");
        if (Distances is { } distances && distances.Count != channels)
            throw new ArgumentException($"wasserstein_dice has distances between {distances.Count} classes, and the logits have {channels} channels.");
    }

    internal override (nint Count, string Shape) ValuesOf(int images, int channels, nint pixels) => (images, "[N]");

    internal override void Lower(LossPlanBuilder plan, double factor)
    {
        var sums = new WassersteinSums(this);
        plan.Add(Activation, new WassersteinTerm(this, sums, factor));
    }
}
