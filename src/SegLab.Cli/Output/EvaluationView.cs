using SegLab.Imaging.Evaluation;
using Spectre.Console;

namespace SegLab.Cli.Output;

/// <summary>The figures of an evaluation as tables on the standard output.</summary>
static class EvaluationView
{
    public static void Show(EvaluationResult result)
    {
        IAnsiConsole console = StandardOutput.Open();
        console.Write(Scores(result));
        console.Write(Classes(result));
        if (result.Figures.Classes.Any(found => found.Surface is not null)) console.Write(Surfaces(result));
        if (result.Figures.Instances is { } instances)
        {
            console.Write(Instances(instances));
            Note($"Means over thresholds and images: TP / (TP + FP + FN) {Number(instances.MeanPrecision)}, F1 {Number(instances.MeanF1)}, F2 {Number(instances.MeanF2)}");
        }

        if (result.Figures.Calibration is { } calibration)
        {
            console.Write(Calibration(calibration));
            Note($"Expected error (ECE) {Number(calibration.ExpectedError)}, largest {Number(calibration.MaximumError)}, class-wise {Number(calibration.ClassWiseError)}; "
                + $"Brier score {Number(calibration.BrierScore)}; negative log-likelihood {(calibration.NegativeLogLikelihood is { } found ? $"{found:F4}" : "infinite")}");
        }

        if (result.Figures.Thresholds is { Count: > 0 } thresholds)
        {
            console.Write(Thresholds(thresholds));
            Note($"Mean over the thresholds of the mean IoU: {Number(thresholds.Average(at => at.MeanIoU))}");
        }

        if (result.Differences.Count > 0)
        {
            console.Write(Differences(result));
            Note("An interval without 0 speaks for a difference that another choice of images would show too.");
        }

        string time = result.Seconds is { } seconds ? $" in {seconds:F1} s, {result.Images / Math.Max(seconds, 1e-9):F0} images/s; peak memory {result.PeakMemory / 1048576.0:F0} MB" : "";
        console.MarkupLineInterpolated($"{Count(result.Images, "image")}, {result.Pixels:N0} pixels{time}");
        if (result.LeftOut.Count > 0) console.MarkupLineInterpolated($"[yellow]{Count(result.LeftOut.Count, "mask")} left out[/]");

        void Note(string text)
        {
            console.MarkupLineInterpolated($"  [grey]{text}[/]");
            console.WriteLine();
        }
    }

    static Table Scores(EvaluationResult result)
    {
        bool compares = result.AgainstFigures is not null;
        Table table = New($"{result.Prediction} against {result.Truth}").AddColumn("score").AddColumn(Right("value")).AddColumn(Right("95 % interval"));
        if (compares) table.AddColumn(Right(result.Against!)).AddColumn(Right("95 % interval"));
        for (int i = 0; i < result.Figures.Scores.Count; i++)
        {
            Score score = result.Figures.Scores[i];
            var cells = new List<string> { score.Title, $"[bold]{Number(score.Value)}[/]", Interval(score.Low, score.High) };
            if (result.AgainstFigures?.Scores[i] is { } other) cells.AddRange([Number(other.Value), Interval(other.Low, other.High)]);
            table.AddRow([.. cells]);
        }

        return table;
    }

    static Table Classes(EvaluationResult result)
    {
        bool boundaries = result.Figures.Classes.Any(found => found.BoundaryIoU is not null);
        string[] titles = ["share", "IoU", "Dice", "precision", "recall", "specificity", "F2", "vol. sim."];
        Table table = New("Classes").AddColumn("class");
        foreach (string title in boundaries ? [.. titles, "boundary IoU"] : titles) table.AddColumn(Right(title));
        bool excludes = false;
        long all = result.Figures.Classes.Sum(found => found.TruePixels);
        foreach (ClassFigures found in result.Figures.Classes)
        {
            bool excluded = result.ExcludedClasses.Contains(found.Label);
            excludes |= excluded;
            string[] cells =
            [
                Markup.Escape(found.Name) + (excluded ? " [grey]*[/]" : ""), all == 0 ? "–" : $"{(double)found.TruePixels / all:P1}", $"[bold]{Number(found.IoU)}[/]", Number(found.Dice),
                Number(found.Precision), Number(found.Recall), Number(found.Specificity), Number(found.F2), Number(found.VolumetricSimilarity),
            ];
            table.AddRow(boundaries ? [.. cells, Number(found.BoundaryIoU)] : cells);
        }

        return excludes ? table.Caption("* not in the means") : table;
    }

    static Table Surfaces(EvaluationResult result)
    {
        Table table = New($"Surfaces, means over images; tolerance {result.Tolerance}").AddColumn("class");
        foreach (string title in new[] { "Hausdorff", "HD95", "ASSD", "MASD", "surface Dice", "boundary F1", "images", "in one map only" }) table.AddColumn(Right(title));
        foreach (ClassFigures found in result.Figures.Classes)
        {
            if (found.Surface is not { } surface) continue;
            table.AddRow(
                Markup.Escape(found.Name), Distance(surface.Hausdorff), Distance(surface.Hausdorff95), Distance(surface.AverageSymmetric), Distance(surface.MeanAverage),
                Number(surface.SurfaceDice), Number(surface.BoundaryF1), $"{surface.Measured}", surface.OneSided == 0 ? "0" : $"[yellow]{surface.OneSided}[/]");
        }

        return table;
    }

    static Table Instances(InstanceFigures instances)
    {
        Table table = New("Instances").AddColumn(Right("IoU above"));
        foreach (string title in new[] { "matched", "for nothing", "missed", "precision", "recall", "F1", "F2" }) table.AddColumn(Right(title));
        foreach (InstanceThreshold at in instances.Thresholds)
        {
            table.AddRow($"{at.Threshold:F2}", $"{at.TruePositives:N0}", $"{at.FalsePositives:N0}", $"{at.FalseNegatives:N0}",
                Number(at.Precision), Number(at.Recall), Number(at.F1), Number(at.F2));
        }

        return table;
    }

    static Table Calibration(CalibrationFigures calibration)
    {
        Table table = New("Calibration").AddColumn(Right("probability"));
        foreach (string title in new[] { "pixels", "mean probability", "right" }) table.AddColumn(Right(title));
        foreach (ReliabilityBin bin in calibration.Bins)
            if (bin.Pixels > 0) table.AddRow($"{bin.From:F3} to {bin.To:F3}", $"{bin.Pixels:N0}", Number(bin.Confidence), Number(bin.Accuracy));
        return table;
    }

    static Table Thresholds(IReadOnlyList<ThresholdFigures> thresholds)
    {
        Table table = New("Thresholds").AddColumn(Right("probability above"));
        foreach (string title in new[] { "IoU", "Dice", "mean IoU" }) table.AddColumn(Right(title));
        foreach (ThresholdFigures at in thresholds) table.AddRow($"{at.Threshold:F2}", Number(at.IoU), Number(at.Dice), Number(at.MeanIoU));
        return table;
    }

    static Table Differences(EvaluationResult result)
    {
        Table table = New($"{result.Prediction} less {result.Against}, on the same images").AddColumn("score");
        foreach (string title in new[] { "difference", "95 % interval", "Wilcoxon p" }) table.AddColumn(Right(title));
        foreach (ScoreDifference difference in result.Differences)
        {
            bool clear = difference is { Low: > 0 } or { High: < 0 };
            string value = difference.Difference is { } number ? $"{number:+0.0000;-0.0000;0.0000}" : "–";
            table.AddRow(difference.Title, clear ? $"[bold green]{value}[/]" : value, Interval(difference.Low, difference.High, "+0.0000;-0.0000;0.0000"),
                difference.SignedRankP is { } p ? p < 0.0001 ? "< 0.0001" : $"{p:F4}" : "");
        }

        return table;
    }

    static string Number(double? value) => value is { } number ? $"{number:F4}" : "–";

    static string Distance(double? value) => value is { } number ? $"{number:F2}" : "–";

    static string Interval(double? low, double? high, string format = "0.0000") =>
        low is { } from && high is { } to ? $"{from.ToString(format)} to {to.ToString(format)}" : "";

    static string Count(int number, string thing) => $"{number:N0} {thing}{(number == 1 ? "" : "s")}";

    static TableColumn Right(string title) => new TableColumn(Markup.Escape(title)).RightAligned().NoWrap();

    static Table New(string title) => new Table().Title(Markup.Escape(title)).Border(TableBorder.Simple).LeftAligned();
}
