using SegLab.Losses.Kernels;

namespace SegLab.Losses;

/// <summary>Binary cross-entropy on a sigmoid of each channel: -(w y log p + (1 - y) log(1 - p)).</summary>
/// <remarks>
/// With one channel, label 1 is the foreground; with several, a label map is read as one class against the rest, and a one-hot target may
/// have several ones a pixel. Computed from the logit, so it is finite for every finite one.
/// </remarks>
public sealed record BinaryCrossEntropyLoss : PixelLoss
{
    internal static LossEntry Entry { get; } = new("bce", LossFamily.PixelWise, "Binary cross-entropy on a sigmoid", new BinaryCrossEntropyLoss())
    {
        Aliases = ["binary_cross_entropy", "log_loss"],
        Formula = "-(w y log p + (1 - y) log(1 - p))",
        UseWhen = "one foreground class, or several labels a pixel",
        Paper = "PyTorch's BCEWithLogitsLoss; balance: Xie and Tu 2015, arXiv:1504.06375",
        Notes =
        [
            "PyTorch's BCELoss on probabilities cuts logarithms off at -100 and Keras cuts p to 1e-7, which ends the gradient there; from logits nothing is cut.",
            "balance: a target without any presence has loss 0, and so has one without absence: such images teach nothing. positive_weight does not do that.",
        ],
        Parameters =
        [
            LossParameters.Number<BinaryCrossEntropyLoss>("positive_weight", NumberRange.Above(0), "w, what presence weighs against absence",
                loss => loss.PositiveWeight, (loss, value) => loss with { PositiveWeight = value }),
            LossParameters.OptionalChoice<BinaryCrossEntropyLoss, Aggregate>("balance", "weigh presence by the share of absence and the reverse",
                loss => loss.Balance, (loss, value) => loss with { Balance = value }),
            .. LossParameters.Pixel<BinaryCrossEntropyLoss>("elements"),
        ],
    };

    /// <summary>Makes the loss with its defaults, on a sigmoid.</summary>
    public BinaryCrossEntropyLoss() => Activation = Activation.Sigmoid;

    /// <summary>What presence weighs against absence, above 0; above 1 it costs more to miss (default 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0.</exception>
    public double PositiveWeight { get; init => field = Require.Positive(value); } = 1;

    /// <summary>
    /// Weighs presence by the share of absence and the reverse (Xie and Tu 2015), over each image or the batch; null to leave it. A target
    /// without any presence then has loss 0.
    /// </summary>
    public Aggregate? Balance { get; init; }

    internal override bool EachChannel => true;

    internal override IReadOnlyList<Activation> Activations => [Activation.Sigmoid, Activation.Probabilities, Activation.LogProbabilities];

    internal override void Lower(LossPlanBuilder plan, double factor) =>
        plan.Add(Activation, new PixelTerm<CrossEntropyLoss.Formula>(this, factor, default)
        {
            PresentWeight = (float)PositiveWeight,
            Balance = Balance,
        });
}
