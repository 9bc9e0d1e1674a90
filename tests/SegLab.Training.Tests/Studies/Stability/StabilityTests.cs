using SegLab.Training.Studies.Stability;

namespace SegLab.Training.Tests.Studies.Stability;

/// <summary>How curves are measured, and the sentences about them.</summary>
public sealed class StabilityTests
{
    [Fact]
    public void The_IoU_moves_by_the_mean_change_of_its_second_half()
    {
        // Of six epochs the changes into the last three count: 0.2, 0.1, 0.3.
        var curve = new TrainingCurve([0, 0.9, 0.5, 0.7, 0.6, 0.9], [1, 1, 1, 1, 1, 1]);
        Assert.Equal(0.2, curve.IoUVariation, 1e-12);
    }

    [Fact]
    public void The_loss_moves_by_a_share_of_its_fall_whatever_its_scale()
    {
        // Two epochs of three steps: means 5 and 2, changes of 2, 1, 3, 1 and 2.
        double[] losses = [6, 4, 5, 2, 1, 3];
        double expected = (2 + 1 + 3 + 1 + 2) / 5.0 / 3;
        Assert.Equal(expected, new TrainingCurve([0, 1], losses).LossVariation, 1e-12);
        Assert.Equal(expected, new TrainingCurve([0, 1], [.. losses.Select(loss => 100 * loss + 7)]).LossVariation, 1e-12);
        Assert.Equal(double.NaN, new TrainingCurve([0, 1], [1, 1, 2, 2]).LossVariation);
    }

    [Fact]
    public void Overlap_is_held_against_the_means_of_the_other_kinds_seed_by_seed()
    {
        StudiedStability[] losses = [Loss("ce", LossKind.Pixels, 0.1), Loss("dice", LossKind.Overlap, 0.2), Loss("jaccard", LossKind.Overlap, 0.4), Loss("dice_ce", LossKind.Compound, 0.3, turn: -1)];
        Assert.Equal(0.2, StudiedStability.Difference(losses, LossKind.Overlap, LossKind.Pixels, curve => curve.IoUVariation).Mean, 1e-12);
        IReadOnlyList<string> verdict = StabilityVerdict.Of(losses);
        Assert.Contains("than cross-entropy: by the IoU from epoch to epoch holds", verdict[0]);
        Assert.Contains("moves by 0.200 [0.200, 0.200] more an epoch", verdict[0]);
        Assert.Contains("than their sums with cross-entropy or the focal loss: by the IoU from epoch to epoch cannot be told", verdict[1]);
        Assert.Contains("`ce`, which moves by 0.102", verdict[2]);
        Assert.Contains("`jaccard` with 0.402", verdict[2]);
    }

    /// <summary>Curves whose IoU moves by so much an epoch, and a little more, or less, with each seed; the loss falls steadily.</summary>
    static StudiedStability Loss(string name, LossKind kind, double variation, int turn = 1) => new(name, kind,
    [
        .. new[] { 0, 0.002, 0.004 }.Select(spread => new TrainingCurve([0, 0.5, 0.5 + variation + turn * spread, 0.5], [4, 3, 2, 1])),
    ]);
}
