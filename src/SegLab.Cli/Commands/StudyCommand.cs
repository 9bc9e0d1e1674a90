using System.CommandLine;
using SegLab.Cli.Output;
using SegLab.Studio.Plots;
using SegLab.Studio.Report;
using SegLab.Training.Studies;

namespace SegLab.Cli.Commands;

/// <summary><c>seglab study</c>: seeded experiments that answer questions about losses; without a name it lists them.</summary>
static class StudyCommand
{
    public static Command Create()
    {
        var command = new Command("study", "Run a seeded experiment that answers a question about losses; without a name, list them");
        foreach (Study study in StudyCatalog.All) command.Subcommands.Add(Create(study));
        command.SetAction(_ =>
        {
            StudyView.List(StudyCatalog.All);
            return ExitCodes.Done;
        });
        return command;
    }

    static Command Create(Study study)
    {
        var command = new Command(study.Name, $"{study.Title}. {study.Question}");
        (StudyParameter Parameter, Option<double> Option)[] parameters = [.. study.Parameters.Select(parameter => (parameter, Option(parameter)))];
        Option<string> report = new("--report")
        {
            Description = "Write the page with table, charts and verdict here",
            HelpName = "FILE",
            DefaultValueFactory = _ => $"study-{study.Name}.html",
        };
        Option<string?> picture = new("--picture") { Description = "Draw the main figure into a .svg or .png (needs Chromium) file", HelpName = "FILE" };
        Option<bool> json = new("--json") { Description = "Print all figures as JSON on the standard output" };
        foreach ((_, Option<double> option) in parameters) command.Options.Add(option);
        command.Options.Add(report);
        command.Options.Add(picture);
        command.Options.Add(json);
        command.SetAction(parsed => CommandRunner.Run(cancellation =>
        {
            string page = parsed.GetValue(report)!;
            string? drawing = parsed.GetValue(picture);
            OutputFile.Check(page, report);
            if (drawing is not null) OutputFile.Check(drawing, picture, ".svg", ".png");
            StudyResult result = Run(study, Arguments(parameters, parsed), cancellation);
            StudyReport.WriteAsync(page, result, CommandLineText.Of("study", parsed), cancellation).GetAwaiter().GetResult();
            if (drawing is not null) StudyReport.WritePictureAsync(drawing, result, new PlotLook(), cancellation).GetAwaiter().GetResult();
            if (parsed.GetValue(json)) StudyView.WriteJson(result);
            else StudyView.Show(result);
            Console.Error.WriteLine($"Report   {page}");
            if (drawing is not null) Console.Error.WriteLine($"Picture  {drawing}");
            return ExitCodes.Done;
        }));
        return command;
    }

    static StudyResult Run(Study study, StudyArguments arguments, CancellationToken cancellation)
    {
        using var progress = new StudyProgressView();
        try
        {
            return study.Run(arguments, progress, cancellation);
        }
        catch (ArgumentException wrong)
        {
            throw new UsageException(wrong.Message);
        }
        catch (OperationCanceledException)
        {
            throw new StoppedException("Stopped. Nothing was written.");
        }
    }

    static StudyArguments Arguments(IEnumerable<(StudyParameter Parameter, Option<double> Option)> parameters, ParseResult parsed)
    {
        try
        {
            return new StudyArguments(parameters.Select(pair => (pair.Parameter, parsed.GetValue(pair.Option))));
        }
        catch (ArgumentException wrong)
        {
            throw new UsageException($"--{wrong.Message}");
        }
    }

    static Option<double> Option(StudyParameter parameter) => new($"--{parameter.Name}")
    {
        Description = parameter.Description,
        HelpName = "N",
        DefaultValueFactory = _ => parameter.Default,
    };
}
