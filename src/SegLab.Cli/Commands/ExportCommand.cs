using System.CommandLine;
using SegLab.Cli.Output;
using SegLab.Training.Checkpoints;
using SegLab.Training.Onnx;

namespace SegLab.Cli.Commands;

/// <summary><c>seglab export</c>: a trained network for other programs.</summary>
sealed class ExportCommand
{
    const string Onnx = "onnx", Safetensors = "safetensors";

    readonly Option<string> weights = new("--weights") { Description = "Weights from SegLab, or a state dict from PyTorch, in a safetensors file", HelpName = "FILE", Required = true };
    readonly Option<string> output = new("--out") { Description = "The file to write, such as model.onnx", HelpName = "FILE", Required = true };
    readonly Option<string?> format = new("--format") { Description = $"{Onnx} or {Safetensors} (default: by the ending of the file's name)", HelpName = "NAME" };
    readonly Option<float?> sampleMaximum = new("--sample-maximum") { Description = "Largest sample of the images that an ONNX model takes, such as 255 (default: 1)", HelpName = "NUMBER" };
    readonly Option<bool> probabilities = new("--probabilities") { Description = "Let an ONNX model give probabilities instead of logits" };
    readonly Option<bool> json = new("--json") { Description = "Print JSON on the standard output" };

    public static Command Create()
    {
        var options = new ExportCommand();
        var command = new Command("export", "Write a trained network as an ONNX model, or as weights for PyTorch")
        {
            options.weights, options.output, options.format, options.sampleMaximum, options.probabilities, options.json,
        };
        command.SetAction(parsed => CommandRunner.Run(_ => options.Run(parsed)));
        return command;
    }

    int Run(ParseResult parsed)
    {
        string file = OutputFile.Of(parsed, output, weights)!;
        OutputFile.Check(file, output);
        OnnxExport? export = Format(parsed, file) == Onnx ? Export(parsed) : null;
        if (export is null && (parsed.GetValue(sampleMaximum) is not null || parsed.GetValue(probabilities)))
            throw new UsageException($"{sampleMaximum.Name} and {probabilities.Name} are for ONNX models; weights have neither.");
        WeightsFile content = WeightsFile.Load(parsed.GetValue(weights)!);
        if (export is null) WeightsFile.Save(file, content.Build(), content.Description);
        else export.Write(file, content);
        var result = new ExportResult(file, new FileInfo(file).Length, content.Description, export);
        if (parsed.GetValue(json)) ExportView.WriteJson(result);
        else ExportView.Show(result);
        return ExitCodes.Done;
    }

    string Format(ParseResult parsed, string file)
    {
        string? given = parsed.GetValue(format);
        string name = given ?? Path.GetExtension(file).TrimStart('.').ToLowerInvariant();
        if (name is Onnx or Safetensors) return name;
        throw new UsageException(given is null
            ? $"{output.Name}: '{file}' ends in neither .{Onnx} nor .{Safetensors}; name the format with {format.Name}."
            : $"{format.Name} is {Onnx} or {Safetensors}, not '{given}'.");
    }

    OnnxExport Export(ParseResult parsed)
    {
        float maximum = parsed.GetValue(sampleMaximum) ?? 1;
        if (!(maximum > 0 && float.IsFinite(maximum))) throw new UsageException($"{sampleMaximum.Name} is above 0, not {maximum}.");
        return new OnnxExport { SampleMaximum = maximum, Probabilities = parsed.GetValue(probabilities) };
    }
}
