using SegLab.Losses.DistanceBased;
using SegLab.Losses.Kernels;

namespace SegLab.Losses;

/// <summary>Which pixels count as predicted when the distances to a prediction are taken.</summary>
public enum PredictedMask
{
    /// <summary>Those with a probability above 1/2.</summary>
    AboveHalf,

    /// <summary>Those whose largest probability is that of the class.</summary>
    Argmax,
}

/// <summary>
/// Hausdorff distance loss by distance transforms (Karimi and Salcudean 2019): the mean of (p - y)^2 (d_p^e + d_y^e), the distances being
/// those to the borders of the prediction and of the target. No gradient passes through them.
/// </summary>
/// <remarks>An empty or a full mask has distance 0. The distances of the prediction are taken anew at each call.</remarks>
public sealed record HausdorffDistanceLoss : PerClassLoss
{
    internal static LossEntry Entry { get; } =
        new("hausdorff", LossFamily.DistanceBased, "Hausdorff distance loss", new HausdorffDistanceLoss())
        {
            Aliases = ["hausdorff_dt"],
            Formula = "mean of (p - y)^2 (d_p^e + d_y^e)",
            UseWhen = "single far-off pixels are what hurts (surgery, radiotherapy); together with a region loss",
            Paper = "Karimi and Salcudean 2019, arXiv:1904.10030",
            Notes =
            [
                "MONAI and SegLossOdyssey take the distance inside and outside of a mask, boundary-loss and mmsegmentation inside only (inside_only=true), after "
                    + "which a false positive far off weighs nothing by the target's map. boundary-loss cuts its distances down to integers for integer masks.",
                "MONAI leaves out the background here (the default) and includes it in Dice; LogHausdorffDTLoss is log_of_one_plus=true.",
                "mmsegmentation's HuasdorffDisstanceLoss takes any label but 0 for every class and subtracts the label's number from p, which is wrong.",
            ],
            Parameters =
            [
                LossParameters.Number<HausdorffDistanceLoss>("exponent", NumberRange.Above(0), "e, how much far pixels weigh",
                    loss => loss.Exponent, (loss, value) => loss with { Exponent = value }),
                LossParameters.Choice<HausdorffDistanceLoss, PredictedMask>("predicted", "which pixels count as predicted",
                    loss => loss.PredictedMask, (loss, value) => loss with { PredictedMask = value }),
                LossParameters.Flag<HausdorffDistanceLoss>("inside_only", "take distances within masks only",
                    loss => loss.InsideOnly, (loss, value) => loss with { InsideOnly = value }),
                LossParameters.Flag<HausdorffDistanceLoss>("log_of_one_plus", "log(1 + the mean) in place of the mean",
                    loss => loss.LogOfOnePlus, (loss, value) => loss with { LogOfOnePlus = value }),
                LossParameters.Spacing<HausdorffDistanceLoss>(loss => loss.Spacing, (loss, value) => loss with { Spacing = value }),
                .. LossParameters.PerClass<HausdorffDistanceLoss>(aggregates: false),
            ],
        };

    /// <summary>Makes the loss with its defaults, without the background.</summary>
    public HausdorffDistanceLoss() => IncludeBackground = false;

    /// <summary>How much far pixels weigh, above 0 (default 2).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0.</exception>
    public double Exponent { get; init => field = Require.Positive(value); } = 2;

    /// <summary>Which pixels count as predicted.</summary>
    public PredictedMask PredictedMask { get; init; }

    /// <summary>Whether distances are taken within masks only, and are 0 outside.</summary>
    public bool InsideOnly { get; init; }

    /// <summary>Whether the loss is log(1 + the mean), and not the mean.</summary>
    public bool LogOfOnePlus { get; init; }

    /// <summary>The distance between neighbouring pixels along each spatial axis; null for 1.</summary>
    public VoxelSpacing? Spacing { get; init; }

    internal override string? Fault => base.Fault ??
        (LogOfOnePlus && Reduction != Reduction.Mean ? "applies log_of_one_plus to the mean and needs reduction=mean" : null);

    internal override void Lower(LossPlanBuilder plan, double factor) => plan.Add(Activation, new HausdorffTerm(this) { Factor = factor });

    internal override (nint Count, string Shape) ValuesOf(int images, int channels, nint pixels) => ((nint)images * ClassesOf(channels), "[N, classes]");
}
