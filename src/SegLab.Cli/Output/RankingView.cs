using SegLab.Training.Comparison;
using Spectre.Console;

namespace SegLab.Cli.Output;

/// <summary>The ranking as tables on the standard output; in a narrow terminal more of them, so that no number is broken over lines.</summary>
static class RankingView
{
    /// <summary>From here on all scores of a loss stand in one line.</summary>
    const int Wide = 130;

    /// <summary>What class, share and the frame take of a line, and what a score takes.</summary>
    const int ClassWidth = 28, ScoreWidth = 8;

    static readonly Score[] interval =
    [
        new("mIoU", loss => $"[bold]{loss.MeanIoU:F3}[/]"),
        new("95 % interval", loss => $"{loss.MeanIoULow:F3} to {loss.MeanIoUHigh:F3}"),
        new("lead over next", loss => loss.Lead is { } next ? $"{next.Difference:+0.000;-0.000}{(next.Significant ? " sig." : " n.s.")}" : ""),
    ];

    static readonly Score[] others =
    [
        new("pixel acc.", loss => $"{loss.PixelAccuracy:F3}"),
        new("mean acc.", loss => $"{loss.MeanAccuracy:F3}"),
        new("fw IoU", loss => $"{loss.FrequencyWeightedIoU:F3}"),
        new("rare IoU", loss => loss.RareMeanIoU is { } rare ? $"{rare:F3}" : "–"),
        new("s/epoch", loss => $"{loss.SecondsPerEpoch:F1}"),
    ];

    /// <summary>A column of the ranking.</summary>
    readonly record struct Score(string Title, Func<LossResult, string> Text);

    public static void Show(ComparisonResult result) => Show(StandardOutput.Open(), result);

    public static void Show(IAnsiConsole console, ComparisonResult result)
    {
        const string Title = "Ranking by mean IoU on the validation images";
        if (console.Profile.Width >= Wide)
        {
            console.Write(Ranking(Title, result, [.. interval, .. others]));
        }
        else
        {
            console.Write(Ranking(Title, result, interval));
            console.Write(Ranking("Other scores", result, others, named: false));
        }

        int fitting = Math.Max(1, (console.Profile.Width - ClassWidth) / ScoreWidth);
        foreach (int[] ranks in Enumerable.Range(0, result.Ranking.Count).Chunk(fitting)) console.Write(Classes(result, ranks));
        foreach (RunFailure failure in result.Failures ?? []) console.MarkupLineInterpolated($"[red]{failure.Loss}, seed {failure.Seed}: {failure.Message}[/]");
        console.MarkupLineInterpolated($"[bold]{result.Advice}[/]");
        console.MarkupLineInterpolated($"Peak memory {result.PeakMemory / 1048576.0:F0} MB; {result.Machine}");
        console.WriteLine();
    }

    static Table Ranking(string title, ComparisonResult result, Score[] scores, bool named = true)
    {
        Table table = New(title);
        table.AddColumn(Number("#"));
        if (named) table.AddColumn("loss");
        foreach (Score score in scores) table.AddColumn(Number(score.Title));
        for (int i = 0; i < result.Ranking.Count; i++)
        {
            LossResult loss = result.Ranking[i];
            string name = i == 0 ? $"[bold green]{Markup.Escape(loss.Loss)}[/]" : Markup.Escape(loss.Loss);
            table.AddRow([$"{i + 1}", .. named ? [name] : (string[])[], .. scores.Select(score => score.Text(loss))]);
        }

        return table;
    }

    static Table Classes(ComparisonResult result, int[] ranks)
    {
        DatasetSummary dataset = result.Dataset;
        Table table = New("IoU of each class").Caption("columns: losses by rank; * rare");
        table.AddColumn("class");
        table.AddColumn(Number("share"));
        foreach (int rank in ranks) table.AddColumn(Number($"#{rank + 1}"));
        for (int k = 0; k < dataset.ClassNames.Count; k++)
        {
            int label = k;
            double best = result.Ranking.Max(loss => loss.ClassIoU[label] ?? double.NegativeInfinity);
            table.AddRow(
            [
                Markup.Escape(dataset.ClassNames[k]) + (dataset.RareClasses.Contains(k) ? " [yellow]*[/]" : ""),
                $"{dataset.ClassFractions[k]:P1}",
                .. ranks.Select(rank => result.Ranking[rank].ClassIoU[label] is not { } iou ? "–" : iou == best && best > 0 ? $"[bold]{iou:F3}[/]" : $"{iou:F3}"),
            ]);
        }

        return table;
    }

    static TableColumn Number(string title) => new TableColumn(title).RightAligned().NoWrap();

    static Table New(string title) => new Table().Title(title).Border(TableBorder.Simple).LeftAligned();
}
