using System.Runtime.CompilerServices;
using SegLab.Losses.Kernels;
using SegLab.Numerics;

namespace SegLab.Losses;

/// <summary>Cross-entropy on a softmax: -log p of the true class; for soft targets, -sum of y log p.</summary>
/// <remarks>
/// Class weights multiply, and the mean divides by their sum over the pixels, as PyTorch's does (<see cref="MeanDenominator.Pixels"/>
/// gives the plain mean). The mean over no pixel is 0, where PyTorch returns NaN.
/// </remarks>
public sealed record CrossEntropyLoss : PixelLoss
{
    internal static LossEntry Entry { get; } = new("ce", LossFamily.PixelWise, "Cross-entropy", new CrossEntropyLoss())
    {
        Aliases = ["cross_entropy"],
        Formula = "-log p_t",
        UseWhen = "the default for classes of like size; rare classes are often not found",
        Paper = "PyTorch's CrossEntropyLoss; label smoothing: Szegedy et al. 2016, arXiv:1512.00567",
        Notes =
        [
            "With class weights PyTorch divides by their sum over the pixels (the default here); Keras and mmsegmentation divide by the pixels: mean_over=pixels.",
            "The mean over no pixel at all is 0 here; PyTorch gives NaN. segmentation_models.pytorch's SoftCrossEntropyLoss and mmsegmentation "
                + "by default divide by all pixels, the ignored ones too, so that their loss falls with the share of ignored pixels.",
            "Under a softmax the logits of the wrong classes do move, also with this form that looks at the true class only.",
        ],
        Parameters =
        [
            LossParameters.Number<CrossEntropyLoss>("label_smoothing", NumberRange.Between(0, 1), "share of the target spread over all classes",
                loss => loss.LabelSmoothing, (loss, value) => loss with { LabelSmoothing = value }),
            .. LossParameters.Pixel<CrossEntropyLoss>("class_weights"),
        ],
    };

    /// <summary>The share of the target that is spread evenly over the classes, 0 to 1 (Szegedy et al. 2016); 0 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside 0 to 1.</exception>
    public double LabelSmoothing { get; init => field = Require.Between(value, 0, 1); }

    internal override IReadOnlyList<Activation> Activations => OneClassActivations;

    internal override MeanDenominator UsualMean => MeanDenominator.ClassWeights;

    internal override void Lower(LossPlanBuilder plan, double factor) =>
        plan.Add(Activation, new PixelTerm<Formula>(this, factor, default) { LabelSmoothing = LabelSmoothing });

    internal readonly struct Formula : IPixelFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(Likelihood<T> truth)
            where T : struct, IReal<T> => -truth.LogProbability;
    }
}
