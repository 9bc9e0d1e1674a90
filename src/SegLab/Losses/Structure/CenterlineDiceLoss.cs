using SegLab.Losses.Kernels;
using SegLab.Losses.Structure;

namespace SegLab.Losses;

/// <summary>
/// clDice (Shit et al. 2021): 1 minus the harmonic mean of the share of the predicted center line that lies in the target, and of the
/// target's that lies in the prediction. Center lines are soft skeletons, through which the gradient passes.
/// </summary>
/// <remarks>By itself it says little about widths: give Dice a share, or add another loss.</remarks>
public sealed record CenterlineDiceLoss : PerClassLoss
{
    internal static LossEntry Entry { get; } = new("cl_dice", LossFamily.Structure, "Centerline Dice (clDice)", new CenterlineDiceLoss())
    {
        Aliases = ["cldice"],
        Formula = "a Dice + (1 - a)(1 - 2 Tp Ts / (Tp + Ts)), Tp = (sum S_p y + s) / (sum S_p + s), Ts = (sum S_y p + s) / (sum S_y + s)",
        UseWhen = "thin connected things: vessels, roads, cracks, membranes",
        Paper = "Shit et al. 2021, arXiv:2003.07311",
        Notes =
        [
            "Sums go over the batch and the foreground classes together (MONAI and the authors). The authors' class always erodes 10 times, whatever it is told; MONAI 3 times.",
            "MONAI and the authors drop channel 0, so that with a single channel nothing is left: constant 0 and no gradient. Here one channel is the foreground.",
            "The iterations must reach the largest radius, in pixels, of what is to become thin.",
        ],
        Parameters =
        [
            LossParameters.Integer<CenterlineDiceLoss>("iterations", NumberRange.Between(1, 100), "how often the planes are eroded",
                loss => loss.Iterations, (loss, value) => loss with { Iterations = value }),
            LossParameters.Number<CenterlineDiceLoss>("smooth", NumberRange.AtLeast(0), "s",
                loss => loss.Smooth, (loss, value) => loss with { Smooth = value }),
            LossParameters.Number<CenterlineDiceLoss>("dice_share", NumberRange.Between(0, 1), "a, the share of Dice",
                loss => loss.DiceShare, (loss, value) => loss with { DiceShare = value }),
            .. LossParameters.PerClass<CenterlineDiceLoss>().Where(parameter => parameter.Name != "class_weights"),
        ],
    };

    /// <summary>Makes the loss with its defaults: without the background, over the batch.</summary>
    public CenterlineDiceLoss() => (IncludeBackground, Aggregate) = (false, Aggregate.Batch);

    /// <summary>How often the planes are eroded, 1 to 100 (default 3).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that.</exception>
    public int Iterations { get; init => field = (int)Require.Between(value, 1, 100); } = 3;

    /// <summary>Added to numerators and denominators, not negative (default 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double Smooth { get; init => field = Require.NotNegative(value); } = 1;

    /// <summary>The share of Dice, of all classes that take part together, 0 to 1 (default 0).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside 0 to 1.</exception>
    public double DiceShare { get; init => field = Require.Between(value, 0, 1); }

    internal override string? Fault => base.Fault ?? (ClassWeights is null ? null : "looks at its classes together and takes no class_weights")
        ?? (DiceShare > 0 && Reduction == Reduction.None ? "has no map when Dice has a share (reduction=none)" : null);

    internal override (nint Count, string Shape) ValuesOf(int images, int channels, nint pixels) =>
        Aggregate == Aggregate.Batch ? (1, "[1]") : (images, "[N]");

    internal override void Lower(LossPlanBuilder plan, double factor)
    {
        plan.Add(Activation, new SoftSkeletonTerm
        {
            Factor = factor * (1 - DiceShare),
            Iterations = Iterations,
            Smooth = Smooth,
            Channels = Channels,
            Aggregate = Aggregate,
            Reduction = Reduction,
        });
        if (DiceShare == 0) return;
        var together = new GeneralizedDiceLoss
        {
            Activation = Activation,
            Reduction = Reduction,
            Aggregate = Aggregate,
            IncludeBackground = IncludeBackground,
            Classes = Classes,
            Weighting = VolumeWeighting.Uniform,
            Smooth = Smooth,
        };
        plan.Add(Activation, new GeneralizedDiceTerm<NoLink>(together, plan.SumsOf(Activation, OverlapMeasure.Linear), factor * DiceShare, default));
    }
}
