using System.CommandLine;
using SegLab.Imaging.Evaluation;

namespace SegLab.Cli.Commands;

/// <summary><c>seglab merge</c>: the states of shards in, the figures of a single run out.</summary>
sealed class MergeCommand
{
    readonly Argument<string[]> states = new("STATE") { Description = "Files that 'seglab evaluate --state' wrote", Arity = ArgumentArity.OneOrMore };
    readonly Option<bool> keepGoing = new("--keep-going") { Description = "Take what there is when images are missing" };
    readonly EvaluationOutput output = new();

    public static Command Create()
    {
        var options = new MergeCommand();
        var command = new Command("merge", "Put the shards of an evaluation together") { options.states, options.keepGoing };
        options.output.AddTo(command);
        command.SetAction(parsed => CommandRunner.Run(_ => options.Run(parsed)));
        return command;
    }

    int Run(ParseResult parsed)
    {
        output.Check(parsed);
        return output.Write(parsed, FolderEvaluation.Merge(parsed.GetValue(states)!, parsed.GetValue(keepGoing)));
    }
}
