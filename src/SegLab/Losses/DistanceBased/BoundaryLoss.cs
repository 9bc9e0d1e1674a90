using SegLab.Losses.DistanceBased;
using SegLab.Losses.Kernels;

namespace SegLab.Losses;

/// <summary>The signed distance of pixels inside a class, d being that to the nearest pixel outside.</summary>
public enum InsideDistance
{
    /// <summary>-(d - 1): 0 on the inner rim, as the authors' code has it.</summary>
    MinusOne,

    /// <summary>-d.</summary>
    Full,
}

/// <summary>
/// Boundary loss (Kervadec et al. 2019): the mean of p times the signed distance to the border of each class, positive outside.
/// </summary>
/// <remarks>
/// Negative values are normal, and 0 is no minimum. It moves a border that is roughly there: add it to a region loss, with a weight that
/// rises (<c>dice + linear(0.01, 1)*boundary</c>). A class that an image lacks, or that covers it, adds nothing.
/// </remarks>
public sealed record BoundaryLoss : PerClassLoss
{
    internal static LossEntry Entry { get; } = new("boundary", LossFamily.DistanceBased, "Boundary loss", new BoundaryLoss())
    {
        Aliases = ["surface"],
        Formula = "mean of p phi, phi = d outside the class, -(d - 1) inside",
        UseWhen = "strong imbalance, together with a region loss: dice + linear(0.01, 1)*boundary",
        Paper = "Kervadec et al. 2019, arXiv:1812.07032",
        Notes =
        [
            "The authors leave out the background (the default) and have 0 on the inner rim; others take -d: inside=full.",
            "Schedules of the authors: linear(1, 0.01)*generalized_dice + linear(0.01, 1)*boundary (rebalancing), or generalized_dice + linear(0.01, 1)*boundary.",
            "The boundary-loss code's distances of a mask without background are meaningless; here they are 0. mmsegmentation's BoundaryLoss is another loss.",
            "Distances are in pixels, or in the unit of spacing, so the loss grows with the image.",
        ],
        Parameters =
        [
            LossParameters.Choice<BoundaryLoss, InsideDistance>("inside", "the distance inside a class: -(d - 1) or -d",
                loss => loss.InsideDistance, (loss, value) => loss with { InsideDistance = value }),
            LossParameters.Spacing<BoundaryLoss>(loss => loss.Spacing, (loss, value) => loss with { Spacing = value }),
            .. LossParameters.PerClass<BoundaryLoss>(aggregates: false),
        ],
    };

    /// <summary>Makes the loss with its defaults, without the background.</summary>
    public BoundaryLoss() => IncludeBackground = false;

    /// <summary>The signed distance inside a class.</summary>
    public InsideDistance InsideDistance { get; init; }

    /// <summary>The distance between neighbouring pixels along each spatial axis; null for 1.</summary>
    public VoxelSpacing? Spacing { get; init; }

    internal override void Lower(LossPlanBuilder plan, double factor) => plan.Add(Activation, new BoundaryTerm(this) { Factor = factor });

    internal override (nint Count, string Shape) ValuesOf(int images, int channels, nint pixels) => ((nint)images * ClassesOf(channels), "[N, classes]");
}
