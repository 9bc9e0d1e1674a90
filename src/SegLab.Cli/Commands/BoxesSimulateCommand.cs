using System.CommandLine;
using System.Diagnostics;
using SegLab.Boxes;
using SegLab.Cli.Output;
using SegLab.Studio.Report;

namespace SegLab.Cli.Commands;

/// <summary><c>seglab boxes simulate</c>: the DIoU paper's simulation under any losses, and what is left of its claims.</summary>
sealed class BoxesSimulateCommand
{
    static readonly string[] modes = ["published", "exact", "constant-diagonal", "all"], numberNames = ["xywh", "xyxy"];

    readonly Argument<string[]> specs = new("SPEC") { Description = "Losses, such as giou or 'ciou(detach_alpha=false)' (default: iou giou diou ciou)", Arity = ArgumentArity.ZeroOrMore };
    readonly Option<string> mode = new("--mode")
    {
        Description = "Which way boxes move: as the paper's program moves them (published), against the exact gradient (exact), against it with the enclosing diagonal held constant "
            + "(constant-diagonal), or all three",
        HelpName = "MODE",
        DefaultValueFactory = _ => "all",
    };

    readonly Option<string> on = new("--on") { Description = "The numbers that move: xywh (center and size, as the paper does) or xyxy (sides)", HelpName = "NUMBERS", DefaultValueFactory = _ => "xywh" };
    readonly Option<int> centers = new("--centers")
    {
        Description = $"Anchor centers; from each {RegressionProtocol.CasesPerCenter} boxes start. {RegressionProtocol.PublishedCenters} are the paper's 1,715,000 cases",
        HelpName = "N",
        DefaultValueFactory = _ => RegressionProtocol.PublishedCenters,
    };

    readonly Option<int> threads = new("--threads") { Description = "Threads to use; the figures do not depend on it", HelpName = "N", DefaultValueFactory = _ => Environment.ProcessorCount };
    readonly Option<string?> report = new("--report") { Description = "Write a page with error curves, maps of the final errors, and boxes on their way", HelpName = "FILE" };
    readonly Option<bool> json = new("--json") { Description = "Print JSON on the standard output" };

    public static Command Create()
    {
        var options = new BoxesSimulateCommand();
        var command = new Command("simulate", "Let boxes descend on losses as the DIoU paper does, and judge what is claimed of them")
        {
            options.specs, options.mode, options.on, options.centers, options.threads, options.report, options.json,
        };
        command.SetAction(parsed => CommandRunner.Run(cancellation => options.Run(parsed, cancellation)));
        return command;
    }

    int Run(ParseResult parsed, CancellationToken cancellation)
    {
        IReadOnlyList<(BoxLoss Loss, RegressionSettings Settings)> runs = Runs(parsed);
        string? page = parsed.GetValue(report);
        if (page is not null) OutputFile.Check(page, report);

        long start = Stopwatch.GetTimestamp();
        var results = new List<RegressionResult>();
        var journeys = BoxJourney.Starts.Select(journey => (journey.Name, journey.Start, journey.Target, Ways: new List<(string, IReadOnlyList<CenteredBox>)>())).ToArray();
        try
        {
            foreach ((BoxLoss loss, RegressionSettings settings) in runs)
            {
                // A loss without the diagonal moves in the same way whether that is a constant or not.
                if (settings.Mode == RegressionMode.ConstantDiagonal && !BoxRegression.DependsOnDiagonal(loss)
                    && results.Find(other => other.Mode == RegressionMode.Exact && other.Loss == loss.ToString()) is { } same)
                {
                    results.Add(same with { Mode = settings.Mode });
                    continue;
                }

                using var bar = new CountView($"anchors, {results.Count + 1}/{runs.Count} {loss},");
                RegressionResult result = BoxRegression.Simulate(loss, settings, bar.Show, cancellation);
                results.Add(result);
                foreach (var journey in journeys) journey.Ways.Add(($"{loss}, {RegressionClaims.Setting(result)}", BoxRegression.Follow(loss, journey.Start, journey.Target, settings)));
            }
        }
        catch (OperationCanceledException)
        {
            throw new StoppedException("Stopped. A simulation starts anew.");
        }

        var findings = new RegressionFindings(
            results,
            [.. RegressionClaims.OfPairs(), .. RegressionClaims.Of(results)],
            [.. journeys.Select(journey => new BoxJourney(journey.Name, journey.Target, journey.Ways))],
            Stopwatch.GetElapsedTime(start).TotalSeconds);
        if (page is not null) RegressionReport.WriteAsync(page, findings).GetAwaiter().GetResult();
        if (parsed.GetValue(json)) JsonOutput.Write(writer => RegressionView.Write(writer, findings));
        else RegressionView.Show(findings, page);
        return ExitCodes.Done;
    }

    IReadOnlyList<(BoxLoss Loss, RegressionSettings Settings)> Runs(ParseResult parsed)
    {
        string moves = Known(parsed.GetValue(mode)!, modes, mode), moved = Known(parsed.GetValue(on)!, numberNames, on);
        var settings = new RegressionSettings
        {
            Numbers = moved == "xyxy" ? RegressionNumbers.Corners : RegressionNumbers.CenterAndSize,
            Centers = RegressionProtocol.Centers(TrainingOptions.Within(parsed.GetValue(centers), centers, 1, 1_000_000)),
            Threads = TrainingOptions.Within(parsed.GetValue(threads), threads, 1, 1024),
        };
        BoxLoss[] losses = [.. (parsed.GetValue(specs) is { Length: > 0 } given ? given : ["iou", "giou", "diou", "ciou"]).Select(spec => BoxesCommand.Parse(spec, "SPEC")).Distinct()];
        RegressionMode[] wanted = moves switch
        {
            "published" => [RegressionMode.Published],
            "exact" => [RegressionMode.Exact],
            "constant-diagonal" => [RegressionMode.ConstantDiagonal],
            _ => [RegressionMode.Published, RegressionMode.Exact, RegressionMode.ConstantDiagonal],
        };
        if (wanted is [RegressionMode.Published] && losses.FirstOrDefault(loss => !BoxRegression.IsPublished(loss)) is { } other)
            throw new UsageException($"--mode published: the paper has directions for iou, giou, diou and ciou with their defaults, none for {other}.");
        // Of all modes a loss has those that it can have.
        if (wanted.Length == 1) return [.. losses.Select(loss => (loss, settings with { Mode = wanted[0] }))];
        return [.. from way in wanted from loss in losses where way != RegressionMode.Published || BoxRegression.IsPublished(loss) select (loss, settings with { Mode = way })];
    }

    static string Known(string value, string[] known, Option option) =>
        known.Contains(value) ? value : throw new UsageException($"{option.Name}: there is no '{value}'; expected one of {string.Join(", ", known)}.");
}
