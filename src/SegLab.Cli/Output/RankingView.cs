using SegLab.Training.Comparison;
using Spectre.Console;

namespace SegLab.Cli.Output;

/// <summary>The ranking as tables on the standard output.</summary>
static class RankingView
{
    public static void Show(ComparisonResult result)
    {
        IAnsiConsole console = StandardOutput.Open();
        console.Write(Ranking(result));
        console.Write(Classes(result));
        foreach (RunFailure failure in result.Failures ?? []) console.MarkupLineInterpolated($"[red]{failure.Loss}, seed {failure.Seed}: {failure.Message}[/]");
        console.MarkupLineInterpolated($"[bold]{result.Advice}[/]");
        console.MarkupLineInterpolated($"Peak memory {result.PeakMemory / 1048576.0:F0} MB; {result.Machine}");
        console.WriteLine();
    }

    static Table Ranking(ComparisonResult result)
    {
        Table table = New("Ranking by mean IoU on the validation images");
        table.AddColumn(new TableColumn("#").RightAligned());
        table.AddColumn("loss");
        foreach (string title in new[] { "mIoU", "95 % interval", "lead over next", "pixel acc.", "mean acc.", "fw IoU", "rare IoU", "s/epoch" })
            table.AddColumn(new TableColumn(title).RightAligned().NoWrap());
        for (int i = 0; i < result.Ranking.Count; i++)
        {
            LossResult loss = result.Ranking[i];
            string lead = loss.Lead is { } next ? $"{next.Difference:+0.000;-0.000}{(next.Significant ? " sig." : " n.s.")}" : "";
            table.AddRow(
                $"{i + 1}",
                i == 0 ? $"[bold green]{Markup.Escape(loss.Loss)}[/]" : Markup.Escape(loss.Loss),
                $"[bold]{loss.MeanIoU:F3}[/]",
                $"{loss.MeanIoULow:F3} to {loss.MeanIoUHigh:F3}",
                lead,
                $"{loss.PixelAccuracy:F3}",
                $"{loss.MeanAccuracy:F3}",
                $"{loss.FrequencyWeightedIoU:F3}",
                loss.RareMeanIoU is { } rare ? $"{rare:F3}" : "–",
                $"{loss.SecondsPerEpoch:F1}");
        }

        return table;
    }

    static Table Classes(ComparisonResult result)
    {
        DatasetSummary dataset = result.Dataset;
        Table table = New("IoU of each class").Caption("columns: losses by rank; * rare");
        table.AddColumn("class");
        table.AddColumn(new TableColumn("share").RightAligned());
        for (int i = 0; i < result.Ranking.Count; i++) table.AddColumn(new TableColumn($"#{i + 1}").RightAligned());
        for (int k = 0; k < dataset.ClassNames.Count; k++)
        {
            int label = k;
            double best = result.Ranking.Max(loss => loss.ClassIoU[label] ?? double.NegativeInfinity);
            table.AddRow(
            [
                Markup.Escape(dataset.ClassNames[k]) + (dataset.RareClasses.Contains(k) ? " [yellow]*[/]" : ""),
                $"{dataset.ClassFractions[k]:P1}",
                .. result.Ranking.Select(loss => loss.ClassIoU[label] is not { } iou ? "–" : iou == best && best > 0 ? $"[bold]{iou:F3}[/]" : $"{iou:F3}"),
            ]);
        }

        return table;
    }

    static Table New(string title) => new Table().Title(title).Border(TableBorder.Simple).LeftAligned();
}
