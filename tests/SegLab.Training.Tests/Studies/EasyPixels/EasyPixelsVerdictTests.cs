using SegLab.Losses;
using SegLab.Training.Studies.EasyPixels;

namespace SegLab.Training.Tests.Studies.EasyPixels;

/// <summary>The sentences follow the figures, whichever they are.</summary>
public sealed class EasyPixelsVerdictTests
{
    [Fact]
    public void A_focal_loss_stops_easy_pixels_where_they_hold_less_than_a_hundredth()
    {
        IReadOnlyList<string> verdict = Of(0.3, 0.95, 0.95);

        // Cross-entropy gives 0.05, twice, against 0.7; the focal loss 0.05^5 (0.05 - 5 * 0.95 log 0.95), against 0.3's.
        Assert.Contains("holds for `focal(gamma=5)` (0.0 % [0.0 %, 0.0 %])", verdict[0]);
        Assert.Contains("where 66.7 % [66.7 %, 66.7 %] of the pixels are easy, and hold 12.5 % [12.5 %, 12.5 %]", verdict[1]);
    }

    [Fact]
    public void It_does_not_where_all_are_easy() => Assert.Contains("fails for `focal(gamma=5)` (100.0 % [100.0 %, 100.0 %])", Of(0.95, 0.95, 0.95)[0]);

    [Fact]
    public void Other_losses_are_held_against_cross_entropy()
    {
        Assert.Contains("`ohem_ce` leaves them a smaller share than `ce`: holds. They hold 0.0 %", Of(0.3, 0.95, 0.95)[2]);
        Assert.Contains("`ohem_ce` leaves them a smaller share than `ce`: cannot be told from these runs.", Of(0.95, 0.95, 0.95)[2]);
    }

    static IReadOnlyList<string> Of(params double[] probabilities)
    {
        GradientByDifficulty[] gradients = GradientByDifficulty.Of(
            [new CrossEntropyLoss(), new FocalLoss { Gamma = 5 }, new HardExampleCrossEntropyLoss { MinimumKept = 1 }],
            [Predictions.Of(probabilities)]);
        IReadOnlyList<IReadOnlyList<GradientByDifficulty>> seed = [gradients];
        return EasyPixelsVerdict.Of(new StudiedGradients(["ce", "focal(gamma=5)", "ohem_ce"], [[seed, seed], [seed, seed], [seed, seed]]));
    }
}
