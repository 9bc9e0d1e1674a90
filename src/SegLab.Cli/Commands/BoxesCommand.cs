using System.CommandLine;
using System.Text.Json;
using SegLab.Boxes;
using SegLab.Cli.Output;

namespace SegLab.Cli.Commands;

/// <summary><c>seglab boxes</c>: lists the box losses, or explains one; what is done with them are commands below it.</summary>
static class BoxesCommand
{
    public static Command Create()
    {
        Argument<string?> name = new("NAME")
        {
            Description = "A box loss to explain, with options if they should differ: ciou, 'ciou(detach_alpha=false)'",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<bool> json = new("--json") { Description = "Print JSON on the standard output" };
        var command = new Command("boxes", "List the losses for bounding boxes, explain one (formula, options, when to use it, a plot), evaluate one, or let boxes descend on some")
        {
            name, json, BoxesLossCommand.Create(), BoxesSimulateCommand.Create(),
        };
        command.SetAction(parsed => CommandRunner.Run(_ => Run(parsed.GetValue(name), parsed.GetValue(json))));
        return command;
    }

    static int Run(string? name, bool json)
    {
        if (name is null)
        {
            if (json) JsonOutput.Write(WriteAll);
            else BoxCatalogView.Show(BoxLossCatalog.All, BoxLossCatalog.Recipes);
            return ExitCodes.Done;
        }

        BoxLoss loss = Parse(name, "NAME");
        BoxLossEntry entry = BoxLossCatalog.EntryOf(loss);
        if (json) JsonOutput.Write(writer => CatalogJson.Write(writer, entry, family: null));
        else BoxLossView.Show(entry, loss);
        return ExitCodes.Done;
    }

    /// <summary>Reads a box loss as it was given on the command line.</summary>
    /// <exception cref="UsageException">It is none; the message says where it goes wrong and what exists.</exception>
    public static BoxLoss Parse(string spec, string where)
    {
        try
        {
            return BoxLoss.Parse(spec);
        }
        catch (FormatException wrong)
        {
            throw new UsageException($"{where} {wrong.Message}");
        }
    }

    static void WriteAll(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (BoxLossEntry entry in BoxLossCatalog.All) CatalogJson.Write(json, entry, family: null);
        json.WriteEndArray();
    }
}
