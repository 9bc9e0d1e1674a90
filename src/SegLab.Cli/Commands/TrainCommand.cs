using System.CommandLine;

namespace SegLab.Cli.Commands;

/// <summary><c>seglab train</c>: trains the network with one loss, for longer.</summary>
static class TrainCommand
{
    public static Command Create()
    {
        var options = new TrainingOptions(usualEpochs: 60, generatedEpochs: 40);
        Option<string> loss = new("--loss") { Description = "The loss to train with", HelpName = "SPEC", DefaultValueFactory = _ => "ce + dice" };
        var command = new Command("train", "Train the network with one loss; the weights serve 'seglab predict'") { loss };
        options.AddTo(command);
        command.SetAction(parsed => CommandRunner.Run(cancellation =>
            new ComparisonSession(options, parsed, "train").Run([LossText.Parse(parsed.GetValue(loss)!, loss.Name)], seeds: 1, cancellation)));
        return command;
    }
}
