using System.CommandLine;
using SegLab.Cli.Output;
using SegLab.Imaging.Evaluation;
using SegLab.Studio.Report;

namespace SegLab.Cli.Commands;

/// <summary>Where the figures of an evaluation go.</summary>
sealed class EvaluationOutput
{
    readonly Option<string?> json = new("--json") { Description = "Write all figures as JSON; - for the standard output, in place of the tables", HelpName = "FILE" };
    readonly Option<string?> csv = new("--csv") { Description = "Write a line for each image and class as CSV", HelpName = "FILE" };
    readonly Option<string?> report = new("--report") { Description = "Write a page with the figures, charts and the worst images", HelpName = "FILE" };

    public void AddTo(Command command)
    {
        command.Options.Add(json);
        command.Options.Add(csv);
        command.Options.Add(report);
    }

    /// <summary>Finds out before the work whether its results can be written.</summary>
    public void Check(ParseResult parsed)
    {
        foreach (Option<string?> option in new[] { json, csv, report })
        {
            if (parsed.GetValue(option) is { } file and not "-") OutputFile.Check(file, option);
        }
    }

    public int Write(ParseResult parsed, EvaluationResult result)
    {
        if (parsed.GetValue(csv) is { } csvFile) EvaluationFiles.WriteCsv(csvFile, result);
        if (parsed.GetValue(report) is { } page) EvaluationReport.WriteAsync(page, result).GetAwaiter().GetResult();
        string? jsonFile = parsed.GetValue(json);
        if (jsonFile is not null and not "-") EvaluationFiles.WriteJson(jsonFile, result);
        if (jsonFile == "-")
        {
            using Stream standard = Console.OpenStandardOutput();
            EvaluationFiles.WriteJson(standard, result);
        }
        else
        {
            EvaluationView.Show(result);
        }

        foreach (string fault in result.LeftOut) Console.Error.WriteLine($"left out: {fault}");
        return result.LeftOut.Count > 0 ? ExitCodes.Partly : ExitCodes.Done;
    }
}
