using SegLab.Losses.Kernels;
using SegLab.Losses.Ranked;

namespace SegLab.Losses;

/// <summary>Top-k cross-entropy (Wu et al. 2016): the mean over the share of pixels with the greatest cross-entropy.</summary>
/// <remarks>The share is rounded down to whole pixels, at least one. Of equal losses the first pixels are kept.</remarks>
public sealed record TopKCrossEntropyLoss : PixelLoss
{
    internal static LossEntry Entry { get; } = new("topk_ce", LossFamily.Ranked, "Top-k cross-entropy", new TopKCrossEntropyLoss())
    {
        Aliases = ["topk"],
        Formula = "mean of the k % largest -log p_t",
        UseWhen = "most pixels are easy and labels are clean: wrong labels are the hardest pixels",
        Paper = "Wu et al. 2016, arXiv:1605.06885; nnU-Net's TopKLoss",
        Notes = ["nnU-Net and SegLossOdyssey count ignored pixels, with a loss of 0, into the share (count_ignored=true); and SegLossOdyssey's share of few pixels may be none, which gives NaN."],
        Parameters =
        [
            LossParameters.Number<TopKCrossEntropyLoss>("percentage", NumberRange.Above(0, 100), "k, the share of pixels that is kept",
                loss => loss.Percentage, (loss, value) => loss with { Percentage = value }),
            LossParameters.Flag<TopKCrossEntropyLoss>("count_ignored", "count ignored pixels as pixels with a loss of 0",
                loss => loss.CountIgnored, (loss, value) => loss with { CountIgnored = value }),
            LossParameters.Choice<TopKCrossEntropyLoss, Aggregate>("aggregate", "choose among the pixels of each image or of the batch",
                loss => loss.Aggregate, (loss, value) => loss with { Aggregate = value }),
            .. LossParameters.Elementary<TopKCrossEntropyLoss>(),
        ],
    };

    /// <summary>The share of pixels that is kept, above 0 to 100 (default 10).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that.</exception>
    public double Percentage { get; init => field = Require.Between(value, double.Epsilon, 100); } = 10;

    /// <summary>Whether ignored pixels count as pixels with a loss of 0.</summary>
    public bool CountIgnored { get; init; }

    /// <summary>Whether the choice is among the pixels of each image, or of the batch (default).</summary>
    public Aggregate Aggregate { get; init; } = Aggregate.Batch;

    internal override IReadOnlyList<Activation> Activations => OneClassActivations;

    internal override void Lower(LossPlanBuilder plan, double factor) =>
        plan.Add(Activation, new PixelTerm<CrossEntropyLoss.Formula>(this, factor, default)
        {
            Map = new WeightMap(null),
            Selection = new HardestPixels { Percentage = Percentage, CountIgnored = CountIgnored, Aggregate = Aggregate, TakesMean = Reduction == Reduction.Mean },
        });
}
