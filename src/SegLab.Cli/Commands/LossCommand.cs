using System.CommandLine;
using SegLab.Cli.Output;
using SegLab.Imaging.Npy;
using SegLab.Losses;

namespace SegLab.Cli.Commands;

/// <summary><c>seglab loss</c>: evaluates a loss on arrays, so that its numbers can be checked against another framework's.</summary>
sealed class LossCommand
{
    readonly Argument<string> spec = new("SPEC") { Description = "The loss, such as 'ce + dice(smooth=1)'" };
    readonly Option<string> logits = Input("--logits", "What a network put out, [N, C, spatial...], floats", required: true);
    readonly Option<string> target = Input("--target", "Labels [N, spatial...], integers, or a soft or one-hot target [N, C, spatial...]",
        required: true);
    readonly Option<string> weights = Input("--weights", "A weight for each pixel, [N, spatial...]");
    readonly Option<string> instances = Input("--instances",
        "Instance numbers, [N, spatial...], for losses that weigh the borders between instances");
    readonly Option<string> gradient = new("--gradient") { Description = "NPY file for d loss / d logits, float32", HelpName = "FILE" };
    readonly Option<string> values = new("--values")
    {
        Description = "NPY file for the values of a loss with reduction=none, float32",
        HelpName = "FILE",
    };

    readonly Option<int> threads = new("--threads")
    {
        Description = "Threads to use; the result does not depend on it",
        HelpName = "N",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    readonly Option<bool> json = new("--json") { Description = "Print JSON on the standard output" };

    public static Command Create()
    {
        var options = new LossCommand();
        var command = new Command("loss", "Evaluate a loss and its gradient on arrays; an array is an NPY file, or FILE.npz:NAME")
        {
            options.spec, options.logits, options.target, options.weights, options.instances, options.gradient, options.values,
            options.threads, options.json,
        };
        command.SetAction(parsed => CommandRunner.Run(_ => options.Run(parsed)));
        return command;
    }

    int Run(ParseResult parsed)
    {
        SegmentationLoss loss = LossText.Parse(parsed.GetValue(spec)!, "SPEC");
        bool reduces = WeightedSumLoss.PartsOf(loss).All(part => part.Loss.Reduction != Reduction.None);
        string? gradientFile = OutputFile.Of(parsed, gradient, logits, target, weights, instances), valuesFile = OutputFile.Of(parsed, values, logits, target, weights, instances);
        if (!reduces && valuesFile is null) throw new UsageException("SPEC has reduction=none: name a file for its values with --values.");
        OutputFile.CheckApart(values, valuesFile, gradient, gradientFile);
        if (reduces && valuesFile is not null)
            throw new UsageException("--values is for a loss with reduction=none; this one reduces its values to one number.");
        int most = TrainingOptions.Within(parsed.GetValue(threads), threads, 1, 1024);

        LossInput input = Read(parsed);
        float[]? slope = gradientFile is null ? null : new float[input.Count];
        (float[] Numbers, nint[] Shape)? map = reduces ? null : input.RoomForValues(loss);
        double value = 0;
        try
        {
            if (map is null) value = input.Evaluate(loss, slope, most);
            else input.EvaluateMap(loss, map.Value.Numbers, slope, most);
        }
        catch (ArgumentException wrong)
        {
            throw new InvalidDataException($"{input.Files}: {wrong.Message}", wrong);
        }
        catch (InvalidOperationException wrong)
        {
            throw new UsageException($"SPEC: {wrong.Message}");
        }

        var result = new LossResult(loss.ToString(), input.Arrays)
        {
            Value = map is null ? value : null,
            Values = map is { } found ? WrittenArray.Write(valuesFile!, found.Numbers, found.Shape) : null,
            Gradient = slope is null ? null : WrittenArray.Write(gradientFile!, slope, input.Shape),
        };
        if (parsed.GetValue(json)) LossResultView.WriteJson(result);
        else LossResultView.Show(result);
        return ExitCodes.Done;
    }

    LossInput Read(ParseResult parsed)
    {
        return new LossInput(Array(logits)!, Array(target)!, Array(weights), Array(instances));

        NpyArray? Array(Option<string> option) => parsed.GetValue(option) is { } file ? ArrayFile.Read(option.Name, file) : null;
    }

    static Option<string> Input(string name, string description, bool required = false) =>
        new(name) { Description = description, HelpName = "ARRAY", Required = required };
}
