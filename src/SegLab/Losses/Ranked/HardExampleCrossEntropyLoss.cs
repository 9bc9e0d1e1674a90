using SegLab.Losses.Kernels;
using SegLab.Losses.Ranked;

namespace SegLab.Losses;

/// <summary>
/// Cross-entropy with online hard example mining (Shrivastava et al. 2016): the mean over the pixels whose true class has a probability
/// below a threshold, or over the hardest ones when these are too few.
/// </summary>
public sealed record HardExampleCrossEntropyLoss : PixelLoss
{
    internal static LossEntry Entry { get; } =
        new("ohem_ce", LossFamily.Ranked, "Cross-entropy with online hard example mining", new HardExampleCrossEntropyLoss())
        {
            Aliases = ["ohem"],
            Formula = "mean of -log p_t over the pixels with p_t below t, but over no fewer than n",
            UseWhen = "most pixels soon are easy, as in street scenes",
            Paper = "Shrivastava et al. 2016, arXiv:1604.03540",
            Notes = ["The least number is one of pixels of the batch, and wants to be about a sixteenth of them. mmsegmentation's OHEM takes class weights but fails on a list of them."],
            Parameters =
            [
                LossParameters.Number<HardExampleCrossEntropyLoss>("threshold", NumberRange.Between(0, 1), "t, the probability from which on a pixel is easy",
                    loss => loss.Threshold, (loss, value) => loss with { Threshold = value }),
                LossParameters.Integer<HardExampleCrossEntropyLoss>("minimum_kept", NumberRange.AtLeast(1), "n, the least number of pixels",
                    loss => loss.MinimumKept, (loss, value) => loss with { MinimumKept = value }),
                .. LossParameters.Elementary<HardExampleCrossEntropyLoss>(),
            ],
        };

    /// <summary>The probability from which on a pixel is easy, 0 to 1 (default 0.7).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside 0 to 1.</exception>
    public double Threshold { get; init => field = Require.Between(value, 0, 1); } = 0.7;

    /// <summary>The least number of pixels of the batch, 1 or more (default 100,000).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int MinimumKept { get; init => field = (int)Require.Between(value, 1, int.MaxValue); } = 100_000;

    internal override IReadOnlyList<Activation> Activations => OneClassActivations;

    internal override void Lower(LossPlanBuilder plan, double factor) =>
        plan.Add(Activation, new PixelTerm<CrossEntropyLoss.Formula>(this, factor, default)
        {
            Map = new WeightMap(null),
            Selection = new HardestPixels { Threshold = -Math.Log(Math.Max(Threshold, 1e-30)), MinimumKept = MinimumKept, TakesMean = Reduction == Reduction.Mean },
        });
}
