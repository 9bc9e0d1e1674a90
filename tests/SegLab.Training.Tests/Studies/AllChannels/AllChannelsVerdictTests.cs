using SegLab.Training.Studies.AllChannels;

namespace SegLab.Training.Tests.Studies.AllChannels;

/// <summary>The sentences follow the figures, whichever they are.</summary>
public sealed class AllChannelsVerdictTests
{
    [Fact]
    public void A_margin_that_is_larger_with_every_seed_holds()
    {
        // Differences of 0.9, 1 and 1.1: the standard error is 0.1 / sqrt(3), and Student's quantile 4.3027.
        string sentence = Of(probability: 0.1, logit: 1)[0];
        Assert.Contains("further apart: holds, by probability and by logit. ", sentence);
        Assert.Contains("is larger by 0.1000 [0.0752, 0.1248] in probability and by 1.000 [0.752, 1.248] in the logits", sentence);
    }

    [Fact]
    public void Probability_and_logit_are_judged_apart() =>
        Assert.Contains("further apart: holds by probability, fails by logit.", Of(probability: 0.1, logit: -1)[0]);

    [Fact]
    public void What_is_on_both_sides_cannot_be_told() =>
        Assert.Contains("told better by it: cannot be told from these runs, by pixel accuracy and by mean IoU.", Of(probability: 0.1, logit: 1)[1]);

    [Fact]
    public void Values_are_compared_for_the_same_predictions()
    {
        string sentence = Of(probability: 0.1, logit: 1)[3];
        Assert.Contains("the larger one: holds.", sentence);
        Assert.Contains("1.80 to 1.80 times", sentence);
    }

    static IReadOnlyList<string> Of(double probability, double logit) => AllChannelsVerdict.Of(new AllChannelsComparison(
        [[Margins(0.5, 2, 0.80)], [Margins(0.6, 3, 0.82)], [Margins(0.7, 4, 0.84)]],
        [
            [Margins(0.5 + 0.9 * probability, 2 + 0.9 * logit, 0.79)],
            [Margins(0.6 + probability, 3 + logit, 0.82)],
            [Margins(0.7 + 1.1 * probability, 4 + 1.1 * logit, 0.85)],
        ]));

    static ChannelMargins Margins(double probability, double logit, double accuracy) => new()
    {
        Probability = probability,
        Logit = logit,
        LogitWhereRight = 1,
        LogitWhereWrong = -1,
        TrueChannelLoss = 0.5,
        AllChannelsLoss = 0.9,
        WrongChannelShare = 0.5,
        Accuracy = accuracy,
        MeanIoU = accuracy,
    };
}
