using SegLab.Losses.Kernels;
using SegLab.Losses.Weights;

namespace SegLab.Losses;

/// <summary>
/// Binary cross-entropy plus Dice, both with weights that are largest where a window is half foreground, so near the borders: w = scale
/// exp(-sharpness |a - 1/2|), a being the share of foreground in the window, divided by the mean of w over the batch.
/// </summary>
/// <remarks>Label 0 is the background and all others the foreground of the weights. The share counts what lies in the image only.</remarks>
public sealed record BorderCrossEntropyDiceLoss : ElementaryLoss
{
    internal static LossEntry Entry { get; } =
        new("border_bce_dice", LossFamily.Compound, "Border-weighted cross-entropy and Dice", new BorderCrossEntropyDiceLoss())
        {
            Aliases = ["weighted_bce_dice"],
            Formula = "sum w bce / sum w + 1 - (2 sum w^e p y + s) / (sum w^e p + sum w^e y + s)",
            UseWhen = "one foreground class whose outline matters",
            Paper = "Kaggle's Carvana competition 2017, from where the tutorials have it",
            Notes =
            [
                "The window must be odd, although code that says so is handed on with 50. TensorFlow's average leaves out what lies outside, PyTorch's counts it "
                    + "as 0: count_padding=true.",
                "Copies differ in whether Dice weighs pixels by w or by its square: dice_weight_squared.",
            ],
            Parameters =
            [
                LossParameters.Integer<BorderCrossEntropyDiceLoss>("window", NumberRange.Odd, "pixels of the window along each axis",
                    loss => loss.Window, (loss, value) => loss with { Window = value }),
                LossParameters.Number<BorderCrossEntropyDiceLoss>("scale", NumberRange.Above(0), "cancels in the cross-entropy, not in Dice's smoothing",
                    loss => loss.Scale, (loss, value) => loss with { Scale = value }),
                LossParameters.Number<BorderCrossEntropyDiceLoss>("sharpness", NumberRange.AtLeast(0), "how fast the weight falls away from the border",
                    loss => loss.Sharpness, (loss, value) => loss with { Sharpness = value }),
                LossParameters.Flag<BorderCrossEntropyDiceLoss>("count_padding", "count what lies outside the image as background",
                    loss => loss.CountPadding, (loss, value) => loss with { CountPadding = value }),
                LossParameters.Flag<BorderCrossEntropyDiceLoss>("dice_weight_squared", "weigh pixels by the square of w in Dice (e = 2)",
                    loss => loss.DiceWeightSquared, (loss, value) => loss with { DiceWeightSquared = value }),
                LossParameters.Flag<BorderCrossEntropyDiceLoss>("weigh_presence_only", "weigh -y log p only, and not -(1 - y) log(1 - p)",
                    loss => loss.WeighPresenceOnly, (loss, value) => loss with { WeighPresenceOnly = value }),
                LossParameters.Number<BorderCrossEntropyDiceLoss>("smooth", NumberRange.AtLeast(0), "s",
                    loss => loss.Smooth, (loss, value) => loss with { Smooth = value }),
                LossParameters.Choice<BorderCrossEntropyDiceLoss, Aggregate>("aggregate", "Dice's sums over each image or over the batch",
                    loss => loss.Aggregate, (loss, value) => loss with { Aggregate = value }),
                .. LossParameters.Elementary<BorderCrossEntropyDiceLoss>().Where(parameter => parameter.Name != "class_weights"),
            ],
        };

    /// <summary>Makes the loss with its defaults, on a sigmoid.</summary>
    public BorderCrossEntropyDiceLoss() => Activation = Activation.Sigmoid;

    /// <summary>Pixels of the window along each axis, odd (default 41).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Even, or below 1.</exception>
    public int Window
    {
        get;
        init => field = value > 0 && value % 2 == 1 ? value : throw new ArgumentOutOfRangeException(nameof(Window), value, $"The window is an odd number of pixels, not {value}.");
    } = 41;

    /// <summary>The weight where a window is half foreground, before the division by the mean, above 0 (default 5).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0.</exception>
    public double Scale { get; init => field = Require.Positive(value); } = 5;

    /// <summary>How fast the weight falls as the share of foreground leaves a half, not negative (default 5).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double Sharpness { get; init => field = Require.NotNegative(value); } = 5;

    /// <summary>Whether what lies outside the image counts as background.</summary>
    public bool CountPadding { get; init; }

    /// <summary>Whether Dice weighs pixels by the square of the weights (default).</summary>
    public bool DiceWeightSquared { get; init; } = true;

    /// <summary>Whether cross-entropy weighs presence only.</summary>
    public bool WeighPresenceOnly { get; init; }

    /// <summary>Added to numerator and denominator of Dice, not negative (default 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double Smooth { get; init => field = Require.NotNegative(value); } = 1;

    /// <summary>Whether Dice's sums are over each image or over the batch (default).</summary>
    public Aggregate Aggregate { get; init; } = Aggregate.Batch;

    internal override IReadOnlyList<Activation> Activations => [Activation.Sigmoid, Activation.Probabilities, Activation.LogProbabilities];

    internal override string? Fault => base.Fault ?? CompoundFault ?? (ClassWeights is null ? null : "is of one class and takes no class_weights");

    internal override void Check(int channels)
    {
        if (channels != 1) throw new ArgumentException($"border_bce_dice is of one foreground class and takes one channel, not {channels}.");
    }

    internal override (nint Count, string Shape) ValuesOf(int images, int channels, nint pixels) => (0, "none");

    internal override void Lower(LossPlanBuilder plan, double factor)
    {
        var map = new WeightMap(new PooledBorderWeights { Window = Window, Scale = Scale, Sharpness = Sharpness, CountPadding = CountPadding });
        var crossEntropy = new BinaryCrossEntropyLoss { Activation = Activation, Reduction = Reduction, MeanOver = MeanDenominator.PixelWeights };
        var dice = new DiceLoss { Activation = Activation, Reduction = Reduction, Aggregate = Aggregate };
        plan.Add(Activation, new PixelTerm<CrossEntropyLoss.Formula>(crossEntropy, factor, default) { Map = map, MapOnPresence = WeighPresenceOnly });
        plan.Add(dice, factor, new DiceLoss.Formula(new Smoothing(Smooth, Smooth, 0)), default(NoLink), map, DiceWeightSquared);
    }
}
