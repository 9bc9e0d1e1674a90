using SegLab.Metrics;
using SegLab.Training.Studies.Imbalance;

namespace SegLab.Training.Tests.Studies.Imbalance;

/// <summary>What counts as learnt, and the sentences about it.</summary>
public sealed class ImbalanceVerdictTests
{
    [Fact]
    public void The_foreground_is_scored_over_all_images_together()
    {
        // 6 found of 9, 2 invented: IoU 6 / 11.
        ForegroundScore score = ForegroundScore.Of([ConfusionMatrix.FromCounts(2, [5, 2, 1, 4]), ConfusionMatrix.FromCounts(2, [8, 0, 2, 2])]);
        Assert.Equal(6.0 / 11, score.IoU, 1e-12);
        Assert.Equal(6.0 / 9, score.Recall, 1e-12);
        Assert.Equal(6.0 / 8, score.Precision, 1e-12);
    }

    [Fact]
    public void A_loss_reaches_as_far_as_all_larger_shares_are_learnt()
    {
        ImbalanceScores scores = Scores([0.9, 0.8, 0.7], [0.9, 0.1, 0.9], [0.2, 0.9, 0.9]);
        Assert.Equal([2, 0, -1], Enumerable.Range(0, 3).Select(scores.LearntDownTo));
    }

    [Fact]
    public void Who_fails_at_the_least_share_is_named()
    {
        IReadOnlyList<string> verdict = ImbalanceVerdict.Of(Scores([0.9, 0.8, 0.1], [0.9, 0.8, 0.8], [0.9, 0.8, 0.5]));
        Assert.Equal("With 0.1 % of foreground `dice` still learns it (an IoU of 0.5 or more); `ce` fails; of `focal` it cannot be told from these runs.", verdict[0]);
        Assert.Equal("`ce` learns down to 5 % (IoU 0.80 [0.78, 0.82]); at 0.1 % it fails: IoU 0.10 [0.08, 0.12], 40 % of the foreground found.", verdict[1]);
        Assert.EndsWith("the least there is.", verdict[2]);
        Assert.Contains("`dice` is better than `ce` with 0.1 % of foreground: holds. Its IoU is larger by 0.700 [0.700, 0.700].", verdict[^1]);
    }

    /// <summary>Scores around the given ones, with three seeds: a hundredth less, none, a hundredth more.</summary>
    static ImbalanceScores Scores(params double[][] losses) => new(["ce", "dice", "focal"], [0.5, 0.05, 0.001],
    [
        .. losses.Select(loss => loss.Select(iou => new[] { -0.01, 0, 0.01 }.Select(spread => new ForegroundScore(iou + spread, 0.4, double.NaN)).ToArray()).ToArray()),
    ]);
}
