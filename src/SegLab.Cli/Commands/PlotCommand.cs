using System.CommandLine;
using SegLab.Cli.Output;
using SegLab.Studio.Plots;
using SegLab.Training.Probes;

namespace SegLab.Cli.Commands;

/// <summary><c>seglab plot</c>: losses and their gradients over what is predicted for one pixel, as a picture or in the terminal.</summary>
sealed class PlotCommand
{
    readonly Argument<string[]> specs = new("SPEC")
    {
        Description = "Losses, such as ce 'poly1(epsilon=2)'; a number may be a range FROM:TO:STEP, a curve each: 'focal(gamma=0:5:1)'",
        Arity = ArgumentArity.OneOrMore,
    };

    readonly Option<string> against = Choice("--against", "What runs from left to right, and what the gradient is taken by", "probability", "logit");
    readonly Option<string> pixel = Choice("--pixel", "Whether the pixel is foreground or background", "both", "positive", "negative");
    readonly Option<string> show = Choice("--show", "What to draw", "both", "loss", "gradient");
    readonly Option<string> image = Choice("--image",
        "What the pixel belongs to: nothing else (pixel), 8 pixels of which half are foreground (row), or 9 x 9 pixels with a bar (bar); auto is pixel, or bar for losses of distances and structure",
        "auto", "pixel", "row", "bar");
    readonly Option<string?> output = new("--out", "-o") { Description = "Draw into a .svg, .png (needs Chromium) or .html file; without it, in the terminal", HelpName = "FILE" };
    readonly Option<bool> dark = new("--dark") { Description = "Light on dark (SVG and PNG; a page follows its reader's settings)" };
    readonly Option<int> width = new("--width") { Description = "Width of the picture in pixels", HelpName = "N", DefaultValueFactory = _ => new PlotLook().Width };
    readonly Option<int?> height = new("--height") { Description = "Height of the picture in pixels, at least (default: what suits the width)", HelpName = "N" };
    readonly Option<bool> json = new("--json") { Description = "Print the points of all curves as JSON on the standard output" };

    public static Command Create()
    {
        var options = new PlotCommand();
        var command = new Command("plot", "Plot losses and their gradients over what is predicted for one pixel")
        {
            options.specs, options.against, options.pixel, options.show, options.image, options.output, options.dark, options.width, options.height, options.json,
        };
        command.SetAction(parsed => CommandRunner.Run(cancellation => options.Run(parsed, cancellation)));
        return command;
    }

    int Run(ParseResult parsed, CancellationToken cancellation)
    {
        string? file = parsed.GetValue(output);
        if (file is not null) OutputFile.Check(file, output, LossPlotFile.Extensions);
        var look = new PlotLook
        {
            Width = TrainingOptions.Within(parsed.GetValue(width), width, 320, 8000),
            Height = parsed.GetValue(height) is { } rows ? TrainingOptions.Within(rows, height, 200, 8000) : null,
            Dark = parsed.GetValue(dark),
        };
        LossPlot plot = Plot(parsed);
        if (file is not null) LossPlotFile.WriteAsync(file, plot, look, CommandLineText.Of("plot", parsed), cancellation).GetAwaiter().GetResult();
        if (parsed.GetValue(json)) LossPlotView.WriteJson(plot);
        else if (file is null) LossPlotView.Show(plot);
        if (file is not null) Console.Error.WriteLine($"Plot     {file}");
        return ExitCodes.Done;
    }

    LossPlot Plot(ParseResult parsed)
    {
        string shown = parsed.GetValue(show)!;
        var settings = new LossPlotSettings
        {
            Against = parsed.GetValue(against) == "logit" ? ProbeAxis.Logit : ProbeAxis.Probability,
            Positive = parsed.GetValue(pixel) switch { "positive" => true, "negative" => false, _ => null },
            ShowLoss = shown != "gradient",
            ShowGradient = shown != "loss",
            Image = parsed.GetValue(image) switch { "pixel" => ProbeImageKind.Pixel, "row" => ProbeImageKind.Row, "bar" => ProbeImageKind.Bar, _ => null },
        };
        try
        {
            return LossPlot.Of([.. parsed.GetValue(specs)!.SelectMany(PlottedLoss.Parse)], settings);
        }
        catch (FormatException wrong)
        {
            throw new UsageException($"SPEC {wrong.Message}");
        }
        catch (ArgumentException wrong)
        {
            throw new UsageException($"SPEC: {wrong.Message}");
        }
    }

    static Option<string> Choice(string name, string description, params string[] values)
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => values[0] };
        option.AcceptOnlyFromAmong(values);
        return option;
    }
}
