using SegLab.Losses.Kernels;
using SegLab.Losses.Ranked;

namespace SegLab.Losses;

/// <summary>Which classes a Lovász loss takes the mean over.</summary>
public enum CountedClasses
{
    /// <summary>Those that the target has.</summary>
    Present,

    /// <summary>All.</summary>
    All,
}

/// <summary>
/// Lovász-Softmax (Berman et al. 2018): the convex extension of the Jaccard loss, for each class, at the errors |y - p|. It is the IoU that
/// is minimised, exact to the last pixel, in place of a smoothed stand-in.
/// </summary>
/// <remarks>
/// The pixels are really sorted. Equal errors are ranked by their pixels' index. An absent class, where all are counted, contributes its largest error.
/// </remarks>
public sealed record LovaszSoftmaxLoss : PerClassLoss
{
    internal static LossEntry Entry { get; } = new("lovasz_softmax", LossFamily.Ranked, "Lovász-Softmax", new LovaszSoftmaxLoss())
    {
        Aliases = ["lovasz"],
        Formula = "sum over the errors |y - p| in falling order of error times what it adds to the Jaccard loss",
        UseWhen = "IoU is what counts; to finish a training that began with ce",
        Paper = "Berman et al. 2018, arXiv:1705.08790",
        Notes =
        [
            "Over the batch and the classes present, as the authors' code. kornia and SegLossOdyssey count all classes; segmentation_models.pytorch's multi-label form sorts all channels together.",
            "kornia's lovasz_softmax_loss sorts by the integer labels in place of label == class, which is wrong for more than two classes.",
            "SegLossOdyssey's takes probabilities and applies no softmax: activation=probabilities.",
        ],
        Parameters =
        [
            LossParameters.Choice<LovaszSoftmaxLoss, CountedClasses>("counted", "the classes that the mean is over",
                loss => loss.Counted, (loss, value) => loss with { Counted = value }),
            .. LossParameters.PerClass<LovaszSoftmaxLoss>(),
        ],
    };

    /// <summary>Makes the loss with its defaults, over the batch.</summary>
    public LovaszSoftmaxLoss() => Aggregate = Aggregate.Batch;

    /// <summary>The classes that the mean is over.</summary>
    public CountedClasses Counted { get; init; }

    internal override void Lower(LossPlanBuilder plan, double factor) => plan.Add(Activation, new LovaszTerm
    {
        Factor = factor,
        Errors = LovaszErrors.Distance,
        Selection = Channels,
        PresentOnly = Counted == CountedClasses.Present,
        ClassWeights = ClassWeights?.Values,
        Aggregate = Aggregate,
        Reduction = Reduction,
    });
}
