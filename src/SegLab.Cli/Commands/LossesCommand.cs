using System.CommandLine;
using System.Text.Json;
using SegLab.Cli.Output;
using SegLab.Losses;

namespace SegLab.Cli.Commands;

/// <summary><c>seglab losses</c>: lists the catalogue, or explains one loss of it.</summary>
static class LossesCommand
{
    public static Command Create()
    {
        Argument<string?> name = new("NAME")
        {
            Description = "A loss to explain, with options if they should differ: focal, 'focal(gamma=5)'",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<bool> json = new("--json") { Description = "Print JSON on the standard output" };
        var command = new Command("losses", "List the losses there are, or explain one: formula, options, when to use it, a plot")
        {
            name, json,
        };
        command.SetAction(parsed => CommandRunner.Run(_ => Run(parsed.GetValue(name), parsed.GetValue(json))));
        return command;
    }

    static int Run(string? name, bool json)
    {
        if (name is null)
        {
            if (json) JsonOutput.Write(WriteAll);
            else CatalogView.Show(LossCatalog.All, LossCatalog.Recipes);
            return ExitCodes.Done;
        }

        if (LossCatalog.Recipes.FirstOrDefault(known => known.Name == name) is { } recipe)
            throw new UsageException($"NAME: '{name}' is short for {recipe.Text} ({recipe.Paper}); 'seglab losses' explains the losses in it.");

        ElementaryLoss loss = LossText.Parse(name, "NAME") as ElementaryLoss
            ?? throw new UsageException($"NAME: '{name}' is a sum of losses; 'seglab losses' explains one of the catalogue.");
        LossEntry entry = LossCatalog.EntryOf(loss);
        if (json) JsonOutput.Write(writer => Write(writer, entry));
        else LossView.Show(entry, loss);
        return ExitCodes.Done;
    }

    static void WriteAll(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (LossEntry entry in LossCatalog.All) Write(json, entry);
        json.WriteEndArray();
    }

    static void Write(Utf8JsonWriter json, LossEntry entry) => CatalogJson.Write(json, entry, CatalogView.FamilyName(entry.Family));
}
