using System.CommandLine;
using SegLab.Training.Checkpoints;

namespace SegLab.Cli.Commands;

/// <summary><c>seglab train</c>: trains the network with one loss, for longer.</summary>
static class TrainCommand
{
    public static Command Create()
    {
        var options = new TrainingOptions(usualEpochs: 60, generatedEpochs: 40);
        Option<string> loss = new("--loss") { Description = "The loss to train with", HelpName = "SPEC", DefaultValueFactory = _ => "ce + dice" };
        Option<string?> weights = new("--weights") { Description = "Weights to start from, from SegLab or PyTorch; width, depth and normalization are theirs", HelpName = "FILE" };
        var command = new Command("train", "Train the network with one loss; the weights serve 'seglab predict'") { loss, weights };
        options.AddTo(command);
        command.SetAction(parsed => CommandRunner.Run(cancellation =>
        {
            WeightsFile? start = parsed.GetValue(weights) is { } file ? WeightsFile.Load(file) : null;
            var session = new ComparisonSession(options, parsed, "train") { Start = start };
            return session.Run([LossText.Parse(parsed.GetValue(loss)!, loss.Name)], seeds: 1, cancellation);
        }));
        return command;
    }
}
