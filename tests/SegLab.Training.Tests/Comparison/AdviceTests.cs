using SegLab.Training.Comparison;

namespace SegLab.Training.Tests.Comparison;

public sealed class AdviceTests
{
    static DatasetSummary Dataset(params int[] rare) => OfImages(8, rare);

    static DatasetSummary OfImages(int images, params int[] rare) => new("set", ["ground", "speck", "wire"], [0.98, 0.01, 0.01], rare, null, 10, images, 3);

    /// <summary>A loss whose resampled scores spread by <paramref name="noise"/>, in step for all losses when it is the same.</summary>
    static RankedLoss Loss(string name, double meanIoU, double? rare = null, double noise = 0, params double[] seeds)
    {
        double[] resamples = [.. Enumerable.Range(0, 101).Select(i => meanIoU + noise * (i - 50) / 50.0)];
        return new RankedLoss(
            new LossResult
            {
                Loss = name,
                MeanIoU = meanIoU,
                MeanIoULow = resamples.Min(),
                MeanIoUHigh = resamples.Max(),
                PixelAccuracy = 0.9,
                MeanAccuracy = 0.9,
                FrequencyWeightedIoU = 0.9,
                ClassIoU = [0.9, rare, rare],
                RareMeanIoU = rare,
                SecondsPerEpoch = 1,
                Lead = null,
                Runs = [.. seeds.Select((score, seed) => new RunResult(seed, "w", score, []))],
            },
            resamples);
    }

    static string Advise(DatasetSummary dataset, params RankedLoss[] losses)
    {
        for (int i = 0; i + 1 < losses.Length; i++)
            losses[i] = losses[i] with { Result = losses[i].Result with { Lead = Ranking.Lead(losses[i], losses[i + 1], dataset.ValidationImages) } };
        return Advice.Of(losses, dataset);
    }

    [Fact]
    public void A_clear_winner_is_named_with_its_lead_and_what_it_does_for_rare_classes() => Assert.Equal(
        "Use `ce + dice`: mIoU 0.512, ahead of `ce` by 0.031 (95 % interval 0.022 to 0.041); it also lifts the rare classes speck and wire from 0.05 to 0.31.",
        Advise(Dataset(1, 2), Loss("ce + dice", 0.5123, 0.31, 0.01), Loss("ce", 0.481, 0.05)));

    [Fact]
    public void A_winner_without_rare_classes_is_named_with_its_lead() => Assert.Equal(
        "Use `ce`: mIoU 0.500, ahead of `dice` by 0.100 (95 % interval 0.100 to 0.100).",
        Advise(Dataset(), Loss("ce", 0.5), Loss("dice", 0.4)));

    [Theory]
    [InlineData(0.3, "each of 2 seeds")]
    [InlineData(0.6, "1 of 2 seeds")]
    public void A_lead_over_several_seeds_says_with_how_many_it_is_there(double other, string seeds) => Assert.Equal(
        $"Use `ce`: mIoU 0.500, ahead of `dice` by 0.100 (95 % interval 0.100 to 0.100, ahead with {seeds}).",
        Advise(Dataset(), Loss("ce", 0.5, seeds: [0.5, 0.5]), Loss("dice", 0.4, seeds: [0.4, other])));

    [Fact]
    public void Five_images_are_too_few_for_any_lead()
    {
        RankedLoss[] losses = [Loss("ce", 0.5), Loss("dice", 0.4)];
        Assert.StartsWith("`ce` and `dice` cannot be told apart on these 5 validation images", Advise(OfImages(5), losses));
        Assert.StartsWith("Use `ce`: mIoU 0.500", Advise(OfImages(6), losses));
    }

    [Fact]
    public void A_winner_that_is_worse_on_rare_classes_says_so() => Assert.Equal(
        "Use `ce`: mIoU 0.500, ahead of `dice` by 0.100 (95 % interval 0.100 to 0.100); on the rare class speck `dice` is better, with 0.30 against 0.10.",
        Advise(Dataset(1), Loss("ce", 0.5, 0.1), Loss("dice", 0.4, 0.3)));

    [Fact]
    public void Losses_that_cannot_be_told_apart_are_named_and_the_best_on_rare_classes_is_chosen() => Assert.Equal(
        "`ce`, `dice` and `focal` cannot be told apart on these 8 validation images (mIoU 0.500 to 0.480): use `dice`, the best of them on the rare classes speck and wire (0.30).",
        Advise(Dataset(1, 2), Loss("ce", 0.5, 0.1, 0.1), Loss("dice", 0.49, 0.3), Loss("focal", 0.48, 0.2), Loss("bce", 0.1, 0.9)));

    [Fact]
    public void Without_rare_classes_any_of_the_first_will_do() => Assert.Equal(
        "`ce` and `dice` cannot be told apart on these 8 validation images (mIoU 0.500 to 0.490): use any of them; `ce` has the highest mIoU.",
        Advise(Dataset(), Loss("ce", 0.5, null, 0.1), Loss("dice", 0.49)));

    [Fact]
    public void A_long_list_is_cut_short() => Assert.StartsWith(
        "`a`, `b`, `c` and 3 more cannot be told apart",
        Advise(Dataset(), Loss("a", 0.5, null, 0.1), Loss("b", 0.5), Loss("c", 0.5), Loss("d", 0.5), Loss("e", 0.5), Loss("f", 0.5)));

    [Fact]
    public void A_single_loss_has_no_rival() => Assert.Equal(
        "`ce` is the only loss that was ranked: mIoU 0.500 (95 % interval 0.400 to 0.600).",
        Advise(Dataset(), Loss("ce", 0.5, null, 0.1)));
}
