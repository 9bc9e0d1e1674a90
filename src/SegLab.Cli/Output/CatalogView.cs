using System.Text.RegularExpressions;
using SegLab.Losses;
using Spectre.Console;

namespace SegLab.Cli.Output;

/// <summary>All losses as a table, a line each.</summary>
static partial class CatalogView
{
    // Wide enough that a line of a file is a loss.
    const int FileWidth = 1000;

    const int Wide = 130;

    static readonly Color[] colors = [Color.Teal, Color.Green, Color.Olive, Color.Purple, Color.Navy, Color.Maroon];

    public static void Show(IReadOnlyList<LossEntry> entries, IReadOnlyList<LossRecipe> recipes)
    {
        IAnsiConsole console = StandardOutput.Open(FileWidth);
        bool narrow = console.Profile.Width < Wide;
        console.Write(narrow ? Narrow(entries) : Full(entries));
        console.Write(Sums(recipes, narrow));
        console.WriteLine("'seglab losses NAME' explains one. As text: 'focal(gamma=2)', '0.5*ce + dice'.");
    }

    static Table Full(IReadOnlyList<LossEntry> entries)
    {
        Table table = New("name", "family", "loss", "use when");
        foreach (LossEntry entry in entries)
            table.AddRow(Name(entry), Family(entry.Family), new Text(entry.Title), new Text(entry.UseWhen));
        return table;
    }

    /// <summary>Two lines a loss, under the names of the families.</summary>
    static Table Narrow(IReadOnlyList<LossEntry> entries)
    {
        Table table = New("name", "loss, and when to use it");
        foreach (IGrouping<LossFamily, LossEntry> family in entries.GroupBy(entry => entry.Family))
        {
            table.AddRow(Family(family.Key));
            foreach (LossEntry entry in family)
                table.AddRow(Name(entry), new Rows(new Text(entry.Title), new Text(entry.UseWhen, new Style(Color.Grey))));
        }

        return table;
    }

    static Table Sums(IReadOnlyList<LossRecipe> recipes, bool narrow)
    {
        Table table = narrow ? New("name", "is short for, and when to use it") : New("name", "is short for", "use when");
        foreach (LossRecipe recipe in recipes)
        {
            var name = new Text(recipe.Name, new Style(decoration: Decoration.Bold));
            if (narrow) table.AddRow(name, new Rows(new Text(recipe.Text), new Text(recipe.UseWhen, new Style(Color.Grey))));
            else table.AddRow(name, new Text(recipe.Text), new Text(recipe.UseWhen));
        }

        return table;
    }

    static Table New(params string[] columns)
    {
        Table table = new Table().Border(TableBorder.Simple).LeftAligned();
        foreach (string column in columns) table.AddColumn(new TableColumn(column) { NoWrap = column is "name" or "family" });
        return table;
    }

    static Text Name(LossEntry entry) => new(entry.Name, new Style(decoration: Decoration.Bold));

    static Text Family(LossFamily family) => new(FamilyName(family), new Style(FamilyColor(family)));

    /// <summary>A family as it is written, such as pixel-wise.</summary>
    public static string FamilyName(LossFamily family) => WordStart().Replace(family.ToString(), "-").ToLowerInvariant();

    /// <summary>The colour that marks a family.</summary>
    public static Color FamilyColor(LossFamily family) => colors[(int)family % colors.Length];

    [GeneratedRegex("(?<=.)(?=[A-Z])")]
    private static partial Regex WordStart();
}
