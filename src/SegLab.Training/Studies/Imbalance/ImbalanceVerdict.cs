using SegLab.Training.Studies.Runs;

namespace SegLab.Training.Studies.Imbalance;

/// <summary>Which losses learn a rare foreground, in sentences.</summary>
static class ImbalanceVerdict
{
    public static IReadOnlyList<string> Of(ImbalanceScores scores) => [Least(scores), .. scores.Losses.Select((_, loss) => Reach(scores, loss)), Overlap(scores)];

    static string Least(ImbalanceScores scores)
    {
        int least = scores.Shares.Count - 1;
        string[] learnt = Which(Finding.Holds), unclear = Which(Finding.CannotBeTold), failed = Which(Finding.Fails);
        return $"With {Share(scores, least)} of foreground {List(learnt)} still learn{(learnt.Length <= 1 ? "s" : "")} it (an IoU of {ImbalanceScores.Learnt} or more)"
            + $"{(failed.Length > 0 ? $"; {List(failed)} fail{(failed.Length == 1 ? "s" : "")}" : "")}"
            + $"{(unclear.Length > 0 ? $"; of {List(unclear)} it {Finding.CannotBeTold.Words()}" : "")}.";

        string[] Which(Finding finding) => [.. Enumerable.Range(0, scores.Losses.Count).Where(loss => scores.IsLearnt(loss, least) == finding).Select(loss => $"`{scores.Losses[loss]}`")];
    }

    static string Reach(ImbalanceScores scores, int loss)
    {
        int last = scores.LearntDownTo(loss), next = last + 1;
        string name = $"`{scores.Losses[loss]}`";
        string reach = last < 0 ? $"{name} has not learnt even the largest foreground" : $"{name} learns down to {Share(scores, last)} (IoU {scores.IoU(loss, last).Text("0.00")})";
        if (next == scores.Shares.Count) return $"{reach}, the least there is.";
        string outcome = scores.IsLearnt(loss, next) == Finding.Fails ? "fails" : "cannot be told from these runs";
        return $"{reach}; at {Share(scores, next)} it {outcome}: IoU {scores.IoU(loss, next).Text("0.00")}, {scores.Mean(loss, next, score => score.Recall):P0} of the foreground found{Precision(scores, loss, next)}.";
    }

    static string Precision(ImbalanceScores scores, int loss, int share) =>
        scores.Mean(loss, share, score => score.Precision) is var precision && double.IsNaN(precision) ? "" : $", {precision:P0} of what is found right";

    static string Overlap(ImbalanceScores scores)
    {
        int least = scores.Shares.Count - 1;
        SeedMean gain = SeedMean.OfDifferences(Values("dice"), Values("ce"));
        return $"`dice` is better than `ce` with {Share(scores, least)} of foreground: {gain.IsAbove(0).Words()}. Its IoU is larger by {gain.Text("0.000")}.";

        IEnumerable<double> Values(string name) => scores.Scores[scores.Losses.Index().First(loss => loss.Item == name).Index][least].Select(score => score.IoU);
    }

    static string Share(ImbalanceScores scores, int share) => ImbalanceStudy.Percent(scores.Shares[share]);

    static string List(string[] names) => names.Length switch
    {
        0 => "no loss",
        1 => names[0],
        _ => $"{string.Join(", ", names[..^1])} and {names[^1]}",
    };
}
