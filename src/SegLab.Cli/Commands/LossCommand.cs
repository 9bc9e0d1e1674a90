using System.CommandLine;
using System.Globalization;
using System.Numerics.Tensors;
using System.Text.Json;
using SegLab.Cli.Output;
using SegLab.Imaging.Npy;
using SegLab.Losses;

namespace SegLab.Cli.Commands;

/// <summary><c>seglab loss</c>: evaluates a loss on arrays, so that its numbers can be checked against another framework.</summary>
sealed class LossCommand
{
    readonly Argument<string> spec = new("SPEC") { Description = "The loss, such as 'ce + dice(smooth=1)'" };
    readonly Option<string> logits = ArrayOption("--logits", "What a network put out, [N, C, spatial...], floats", required: true);
    readonly Option<string> target = ArrayOption("--target", "Labels [N, spatial...], integers, or a soft or one-hot target [N, C, spatial...]", required: true);
    readonly Option<string?> weights = ArrayOption("--weights", "A weight for each pixel, [N, spatial...]", required: false)!;
    readonly Option<string?> gradient = new("--gradient") { Description = "Write d loss / d logits, float32, to this NPY file", HelpName = "FILE" };
    readonly Option<string?> values = new("--values") { Description = "Write the values of a loss with reduction=none to this NPY file", HelpName = "FILE" };
    readonly Option<int> threads = new("--threads") { Description = "Threads to use; the result does not depend on it", HelpName = "N", DefaultValueFactory = _ => Environment.ProcessorCount };
    readonly Option<bool> json = new("--json") { Description = "Print JSON on the standard output" };

    public static Command Create()
    {
        var options = new LossCommand();
        var command = new Command("loss", "Evaluate a loss, and its gradient, on arrays from NPY or NPZ files")
        {
            options.spec, options.logits, options.target, options.weights, options.gradient, options.values, options.threads, options.json,
        };
        command.SetAction(parsed => CommandRunner.Run(_ => options.Run(parsed)));
        return command;
    }
}
