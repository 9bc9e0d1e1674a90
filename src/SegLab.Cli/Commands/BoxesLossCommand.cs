using System.CommandLine;
using SegLab.Boxes;
using SegLab.Cli.Output;
using SegLab.Imaging.Npy;
using SegLab.Losses;

namespace SegLab.Cli.Commands;

/// <summary><c>seglab boxes loss</c>: evaluates a box loss on arrays, so that its numbers can be checked against another framework's.</summary>
sealed class BoxesLossCommand
{
    static readonly IReadOnlyList<(string Name, BoxFormat Format)> formats =
        [("xyxy", BoxFormat.Corners), ("xywh", BoxFormat.LeftTopSize), ("cxcywh", BoxFormat.CenterSize)];

    static readonly IReadOnlyList<(string Name, Reduction Reduction)> reductions =
        [("mean", Reduction.Mean), ("sum", Reduction.Sum), ("none", Reduction.None)];

    readonly Argument<string> spec = new("SPEC") { Description = "The loss, such as ciou or 'ciou(detach_alpha=false)'" };
    readonly Option<string> prediction = Input("--prediction", "Predicted boxes, [N, 4]", required: true);
    readonly Option<string> target = Input("--target", "The box that each should be, [N, 4]", required: true);
    readonly Option<string> weights = Input("--weights", "A weight for each box, [N]");
    readonly Option<string> format = new("--format")
    {
        Description = "What a box's numbers are: xyxy (corners), xywh (left, top, width, height) or cxcywh (center and size)",
        HelpName = "FORMAT",
        DefaultValueFactory = _ => formats[0].Name,
    };

    readonly Option<string?> reduction = new("--reduction")
    {
        Description = "What is made of the boxes' values: mean, sum or none, in place of SPEC's",
        HelpName = "NAME",
    };

    readonly Option<string> gradient = new("--gradient")
    {
        Description = "NPY file for d loss / d prediction by the numbers of the format, float32; of the sum where nothing is reduced",
        HelpName = "FILE",
    };

    readonly Option<string> values = new("--values") { Description = "NPY file for the value of each box, [N], float32", HelpName = "FILE" };
    readonly Option<bool> json = new("--json") { Description = "Print JSON on the standard output" };

    public static Command Create()
    {
        var options = new BoxesLossCommand();
        var command = new Command("loss", "Evaluate a box loss and its gradient on arrays, in double precision; an array is an NPY file, or FILE.npz:NAME")
        {
            options.spec, options.prediction, options.target, options.weights, options.format, options.reduction, options.gradient, options.values, options.json,
        };
        command.SetAction(parsed => CommandRunner.Run(_ => options.Run(parsed)));
        return command;
    }

    int Run(ParseResult parsed)
    {
        BoxLoss loss = BoxesCommand.Parse(parsed.GetValue(spec)!, "SPEC");
        BoxFormat boxFormat = Choice(parsed.GetValue(format)!, formats, format);
        if (parsed.GetValue(reduction) is { } given) loss = loss with { Reduction = Choice(given, reductions, reduction) };
        bool reduces = loss.Reduction != Reduction.None;
        string? gradientFile = OutputFile.Of(parsed, gradient, prediction, target, weights), valuesFile = OutputFile.Of(parsed, values, prediction, target, weights);
        if (!reduces && valuesFile is null) throw new UsageException("With reduction=none name a file for the values with --values.");
        OutputFile.CheckApart(values, valuesFile, gradient, gradientFile);

        BoxLossInput input = new(Array(parsed, prediction)!, Array(parsed, target)!, Array(parsed, weights), boxFormat);
        double[]? slopes = gradientFile is null ? null : new double[4 * input.Count], each = valuesFile is null ? null : new double[input.Count];
        double? value = input.Evaluate(loss, each, slopes);
        var result = new LossResult(loss.ToString(), input.Arrays)
        {
            Value = value,
            Values = each is null ? null : WrittenArray.Write(valuesFile!, Single(each), [input.Count]),
            Gradient = slopes is null ? null : WrittenArray.Write(gradientFile!, Single(slopes), [input.Count, 4]),
        };
        if (parsed.GetValue(json)) LossResultView.WriteJson(result);
        else LossResultView.Show(result);
        return ExitCodes.Done;
    }

    static NpyArray? Array(ParseResult parsed, Option<string> option) => parsed.GetValue(option) is { } file ? ArrayFile.Read(option.Name, file) : null;

    static T Choice<T>(string name, IReadOnlyList<(string Name, T Value)> choices, Option option)
    {
        foreach ((string known, T value) in choices)
            if (known == name) return value;
        throw new UsageException($"{option.Name} is {string.Join(", ", choices.Take(choices.Count - 1).Select(choice => choice.Name))} or {choices[^1].Name}, not '{name}'.");
    }

    static float[] Single(double[] numbers) => [.. numbers.Select(number => (float)number)];

    static Option<string> Input(string name, string description, bool required = false) =>
        new(name) { Description = description, HelpName = "ARRAY", Required = required };
}
