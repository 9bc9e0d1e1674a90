using System.Globalization;
using System.Text.Json;
using SegLab.Boxes;
using SegLab.Studio.Report;
using Spectre.Console;

namespace SegLab.Cli.Output;

/// <summary>What the simulation of box regression found: tables for people, JSON for programs.</summary>
static class RegressionView
{
    static readonly int[] steps = [0, 10, 20, 50, 100, 160, 200];

    public static void Show(RegressionFindings findings, string? page)
    {
        IAnsiConsole console = StandardOutput.Open();
        foreach (var group in findings.Results.GroupBy(RegressionClaims.Setting)) console.Write(Errors(group.Key, group));
        console.Write(Claims(findings.Claims));
        long cases = findings.Results[0].Cases;
        console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{cases:N0} boxes a run, {findings.Seconds:F1} s in all{(page is null ? "" : $"; curves, maps and boxes on their way in {page}")}");
    }

    public static void Write(Utf8JsonWriter json, RegressionFindings findings)
    {
        json.WriteStartObject();
        json.WriteStartArray("runs");
        foreach (RegressionResult result in findings.Results) Write(json, result);
        json.WriteEndArray();
        json.WriteStartArray("claims");
        foreach (RegressionClaim claim in findings.Claims)
        {
            json.WriteStartObject();
            json.WriteString("claim", claim.Claim);
            json.WriteString("setting", claim.Setting);
            json.WriteString("verdict", claim.VerdictText);
            json.WriteString("evidence", claim.Evidence);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("seconds", findings.Seconds);
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, RegressionResult result)
    {
        json.WriteStartObject();
        json.WriteString("loss", result.Loss);
        json.WriteString("mode", result.Mode switch { RegressionMode.Exact => "exact", RegressionMode.Published => "published", _ => "constant-diagonal" });
        json.WriteString("on", result.Numbers == RegressionNumbers.Corners ? "xyxy" : "xywh");
        json.WriteNumber("cases", result.Cases);
        json.WriteStartArray("errorSums");
        foreach (double sum in result.ErrorSums) json.WriteNumberValue(sum);
        json.WriteEndArray();
        json.WriteNumber("meanFinalError", result.MeanFinalError);
        json.WriteNumber("largeErrorShare", result.LargeErrorShare);
        WriteSteps("medianStepsToIoU0.5", result.MedianStepsToHalf);
        WriteSteps("medianStepsToIoU0.9", result.MedianStepsToNineTenths);
        json.WriteEndObject();

        void WriteSteps(string name, int? count)
        {
            if (count is { } number) json.WriteNumber(name, number);
            else json.WriteNull(name);
        }
    }

    static Table Errors(string setting, IEnumerable<RegressionResult> results)
    {
        Table table = New($"Mean error of a box after some steps: {setting}");
        table.AddColumn("loss");
        foreach (int step in steps) table.AddColumn(new TableColumn(step == 0 ? "start" : $"{step}").RightAligned().NoWrap());
        foreach (string title in new[] { "above 0.1", "steps to IoU 0.5", "to 0.9" }) table.AddColumn(new TableColumn(title).RightAligned());
        RegressionResult[] all = [.. results];
        foreach (RegressionResult result in all)
        {
            table.AddRow(
            [
                Markup.Escape(result.Loss),
                .. steps.Select(step => Number(result.MeanError(step), best: step > 0 && all.Length > 1 && result.ErrorSums[step] == all.Min(other => other.ErrorSums[step]))),
                string.Create(CultureInfo.InvariantCulture, $"{result.LargeErrorShare:P1}"),
                Count(result.MedianStepsToHalf),
                Count(result.MedianStepsToNineTenths),
            ]);
        }

        return table;
    }

    static Table Claims(IReadOnlyList<RegressionClaim> claims)
    {
        Table table = New("Claims");
        foreach (string title in new[] { "claim", "looked at with", "verdict", "figures" }) table.AddColumn(title);
        foreach (RegressionClaim claim in claims)
        {
            string colour = claim.Verdict switch { ClaimVerdict.Holds => "green", ClaimVerdict.Fails => "red", _ => "yellow" };
            table.AddRow(Markup.Escape(claim.Claim), Markup.Escape(claim.Setting), $"[{colour}]{claim.VerdictText}[/]", Markup.Escape(claim.Evidence));
        }

        return table;
    }

    static string Number(double value, bool best)
    {
        string text = value.ToString("F4", CultureInfo.InvariantCulture);
        return best ? $"[bold]{text}[/]" : text;
    }

    static string Count(int? count) => count?.ToString(CultureInfo.InvariantCulture) ?? "never";

    static Table New(string title) => new Table().Title(title).Border(TableBorder.Simple).LeftAligned();
}
