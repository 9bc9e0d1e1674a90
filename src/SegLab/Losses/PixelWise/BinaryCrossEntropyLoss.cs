using SegLab.Losses.Kernels;

namespace SegLab.Losses;

/// <summary>Binary cross-entropy on a sigmoid of each channel: -(w y log p + (1 - y) log(1 - p)).</summary>
/// <remarks>
/// With one channel, label 1 is the foreground; with several, a label map is read as one class against the rest, and a one-hot target may
/// have several ones a pixel. Computed from the logit, so it is finite for every finite one.
/// </remarks>
public sealed record BinaryCrossEntropyLoss : PixelLoss
{
    /// <summary>What presence weighs against absence, above 0; above 1 it costs more to miss (default 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0.</exception>
    public double PositiveWeight
    {
        get;
        init => field = Require.Positive(value);
    } = 1;

    /// <summary>
    /// Weighs presence by the share of absence and the reverse (Xie and Tu 2015), over each image or the batch; null to leave it. A target
    /// without any presence then has loss 0.
    /// </summary>
    public Aggregate? Balance { get; init; }

    internal override void AddTo(LossPlanBuilder plan, double factor) => plan.Add(this, Activation.Sigmoid, new PixelTerm<CrossEntropyLoss.Formula>(default)
    {
        Factor = factor,
        Reduction = Reduction,
        Denominator = MeanOver ?? MeanDenominator.Elements,
        ClassWeights = ClassWeights?.Values,
        PresentWeight = (float)PositiveWeight,
        Balance = Balance,
    });
}
