using System.CommandLine;
using SegLab.Losses;

namespace SegLab.Cli.Commands;

/// <summary><c>seglab compare</c>: trains one network under several losses and says which to use.</summary>
static class CompareCommand
{
    public static Command Create()
    {
        var options = new TrainingOptions(usualEpochs: 20, generatedEpochs: 12);
        Option<string[]> losses = new("--loss") { Description = "A loss to compare, such as 'ce + dice(smooth=1)'; repeat it for more (default: eight)", HelpName = "SPEC" };
        Option<int> seeds = new("--seeds") { Description = "Runs a loss, each with another seed", HelpName = "N", DefaultValueFactory = _ => 1 };
        var command = new Command("compare", "Train one network under several losses on your images and say which to use") { losses };
        options.AddTo(command);
        command.Options.Add(seeds);
        command.SetAction(parsed => CommandRunner.Run(cancellation =>
        {
            IReadOnlyList<SegmentationLoss>? given = parsed.GetValue(losses) is { Length: > 0 } specs ? [.. specs.Select(spec => LossText.Parse(spec, losses.Name))] : null;
            int runs = TrainingOptions.Within(parsed.GetValue(seeds), seeds, 1, 1000);
            return new ComparisonSession(options, parsed, "compare").Run(given, runs, cancellation);
        }));
        return command;
    }
}
