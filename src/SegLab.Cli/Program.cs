using System.CommandLine;
using SegLab.Cli;
using SegLab.Cli.Commands;

var root = new RootCommand("SegLab: which loss to train a segmentation network with, and how good the result is.")
{
    CompareCommand.Create(),
    TrainCommand.Create(),
    PredictCommand.Create(),
    ExportCommand.Create(),
    EvaluateCommand.Create(),
    MergeCommand.Create(),
    LossesCommand.Create(),
    LossCommand.Create(),
    BoxesCommand.Create(),
    PlotCommand.Create(),
    StudyCommand.Create(),
    ExploreCommand.Create(),
};
ParseResult parsed = root.Parse(args);
if (parsed.Errors.Count > 0 && parsed.Action is not null and not System.CommandLine.Help.HelpAction)
{
    foreach (var error in parsed.Errors) Console.Error.WriteLine($"error: {error.Message}");
    Command wanted = parsed.CommandResult.Command;
    string path = string.Concat(wanted.Parents.OfType<Command>().Where(parent => parent is not RootCommand).Append(wanted)
        .Where(command => command is not RootCommand).Select(command => $" {command.Name}"));
    Console.Error.WriteLine($"Run 'seglab{path} --help' for the options.");
    return ExitCodes.Usage;
}

// Ctrl-C is handled by the commands, which first save where they stand.
return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
