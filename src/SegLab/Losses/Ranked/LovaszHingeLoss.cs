using SegLab.Losses.Kernels;
using SegLab.Losses.Ranked;

namespace SegLab.Losses;

/// <summary>
/// Lovász hinge (Berman et al. 2018; Yu and Blaschko 2015): the convex extension of the Jaccard loss of one foreground class at the hinge
/// errors max(0, 1 - z (2y - 1)) of the logits. With several channels each is one class against the rest.
/// </summary>
/// <remarks>Logits are used as they are: no sigmoid comes before.</remarks>
public sealed record LovaszHingeLoss : PerClassLoss
{
    internal static LossEntry Entry { get; } = new("lovasz_hinge", LossFamily.Ranked, "Lovász hinge", new LovaszHingeLoss())
    {
        Formula = "sum over the errors max(0, 1 - z (2y - 1)) in falling order of error times what it adds to the Jaccard loss",
        UseWhen = "one foreground class, and IoU is what counts",
        Paper = "Berman et al. 2018, arXiv:1705.08790; Yu and Blaschko 2015",
        Notes =
        [
            "Per image, as the authors' code; segmentation_models.pytorch's is over the batch. An image without foreground moves its worst pixel only.",
        ],
        Parameters = LossParameters.PerClass<LovaszHingeLoss>(),
    };

    // What the logits become has no say here: one activation, which is not shown.
    internal override IReadOnlyList<Activation> Activations => [Activation.Softmax];

    internal override void Lower(LossPlanBuilder plan, double factor) => plan.Add(Prediction.Margins, new LovaszTerm
    {
        Factor = factor,
        Errors = LovaszErrors.Hinge,
        Selection = Channels,
        PresentOnly = false,
        ClassWeights = ClassWeights?.Values,
        Aggregate = Aggregate,
        Reduction = Reduction,
    });
}
