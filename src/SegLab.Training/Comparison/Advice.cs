namespace SegLab.Training.Comparison;

/// <summary>Says in plain words what a ranking comes to.</summary>
static class Advice
{
    /// <summary>A smaller difference on the rare classes is not worth a word.</summary>
    const double RareDifference = 0.01;

    /// <summary>Which loss to use, and how sure that is.</summary>
    public static string Of(IReadOnlyList<RankedLoss> ranking, DatasetSummary dataset)
    {
        RankedLoss best = ranking[0];
        if (ranking.Count == 1)
        {
            string interval = Interval(best.Result.MeanIoULow, best.Result.MeanIoUHigh);
            return $"{Name(best)} is the only loss that was ranked: mIoU {best.Result.MeanIoU:F3} ({interval}).";
        }

        List<RankedLoss> peers =
            [best, .. ranking.Skip(1).Where(other => !Ranking.Lead(best, other, dataset.ValidationImages).Significant)];
        return peers.Count == 1 ? Winner(ranking, dataset) : Peers(peers, dataset);
    }

    static string Winner(IReadOnlyList<RankedLoss> ranking, DatasetSummary dataset)
    {
        RankedLoss best = ranking[0], next = ranking[1];
        LeadOverNext lead = best.Result.Lead!;
        string sentence = $"Use {Name(best)}: mIoU {best.Result.MeanIoU:F3}, ahead of {Name(next)} by {lead.Difference:F3} " +
            $"({Interval(lead.Low, lead.High)}{Seeds(best, next)})";
        RankedLoss rarest = ranking.MaxBy(loss => loss.Result.RareMeanIoU ?? double.NegativeInfinity)!;
        if (best.Result.RareMeanIoU - next.Result.RareMeanIoU > RareDifference)
            sentence += $"; it also lifts {RareClasses(dataset)} from {next.Result.RareMeanIoU:F2} to {best.Result.RareMeanIoU:F2}";
        if (rarest.Result.RareMeanIoU - best.Result.RareMeanIoU > RareDifference)
            sentence += $"; on {RareClasses(dataset)} {Name(rarest)} is better, " +
                $"with {rarest.Result.RareMeanIoU:F2} against {best.Result.RareMeanIoU:F2}";
        return sentence + ".";
    }

    static string Peers(List<RankedLoss> peers, DatasetSummary dataset)
    {
        double high = peers[0].Result.MeanIoU, low = peers[^1].Result.MeanIoU;
        string sentence = $"{List([.. peers.Select(Name)])} cannot be told apart on these {dataset.ValidationImages} validation images " +
            $"(mIoU {high:F3} to {low:F3})";
        RankedLoss choice = peers.MaxBy(loss => loss.Result.RareMeanIoU ?? double.NegativeInfinity)!;
        return choice.Result.RareMeanIoU is { } rare
            ? sentence + $": use {Name(choice)}, the best of them on {RareClasses(dataset)} ({rare:F2})."
            : sentence + $": use any of them; {Name(peers[0])} has the highest mIoU.";
    }

    static string Name(RankedLoss loss) => $"`{loss.Result.Loss}`";

    static string Interval(double low, double high) => $"95 % interval {low:F3} to {high:F3}";

    /// <summary>The interval is about images alone; with several seeds, these tell how much is the luck of a run.</summary>
    static string Seeds(RankedLoss best, RankedLoss next)
    {
        int seeds = best.Result.Runs.Count;
        int ahead = best.Result.Runs.Zip(next.Result.Runs).Count(pair => pair.First.MeanIoU > pair.Second.MeanIoU);
        return seeds > 1 ? $", ahead with {(ahead == seeds ? "each" : $"{ahead}")} of {seeds} seeds" : "";
    }

    static string RareClasses(DatasetSummary dataset)
    {
        string[] names = [.. dataset.RareClasses.Select(label => dataset.ClassNames[label])];
        return $"the rare {(names.Length == 1 ? "class" : "classes")} {List(names)}";
    }

    static string List(string[] names) => names.Length switch
    {
        1 => names[0],
        <= 4 => $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}",
        _ => $"{string.Join(", ", names.Take(3))} and {names.Length - 3} more",
    };
}
