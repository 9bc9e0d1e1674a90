using System.Text.RegularExpressions;
using SegLab.Losses;
using Spectre.Console;

namespace SegLab.Cli.Output;

/// <summary>All losses as a table, a line each.</summary>
static partial class CatalogView
{
    static readonly Color[] colors = [Color.Teal, Color.Green, Color.Olive, Color.Purple, Color.Navy, Color.Maroon];

    public static void Show(IReadOnlyList<LossEntry> entries, IReadOnlyList<LossRecipe> recipes)
    {
        IAnsiConsole console = StandardOutput.Open(CatalogTable.FileWidth);
        bool narrow = console.Profile.Width < CatalogTable.Wide;
        console.Write(narrow ? Narrow(entries) : Full(entries));
        console.Write(CatalogTable.Of("is short for", narrow, recipes.Select(recipe => (recipe.Name, recipe.Text, recipe.UseWhen))));
        console.WriteLine("'seglab losses NAME' explains one. As text: 'focal(gamma=2)', '0.5*ce + dice'.");
    }

    static Table Full(IReadOnlyList<LossEntry> entries)
    {
        Table table = CatalogTable.New("name", "family", "loss", "use when");
        foreach (LossEntry entry in entries)
            table.AddRow(CatalogTable.Name(entry.Name), Family(entry.Family), new Text(entry.Title), new Text(entry.UseWhen));
        return table;
    }

    /// <summary>Two lines a loss, under the names of the families.</summary>
    static Table Narrow(IReadOnlyList<LossEntry> entries)
    {
        Table table = CatalogTable.New("name", "loss, and when to use it");
        foreach (IGrouping<LossFamily, LossEntry> family in entries.GroupBy(entry => entry.Family))
        {
            table.AddRow(Family(family.Key));
            foreach (LossEntry entry in family)
                table.AddRow(CatalogTable.Name(entry.Name), CatalogTable.Both(entry.Title, entry.UseWhen));
        }

        return table;
    }

    static Text Family(LossFamily family) => new(FamilyName(family), new Style(FamilyColor(family)));

    /// <summary>A family as it is written, such as pixel-wise.</summary>
    public static string FamilyName(LossFamily family) => WordStart().Replace(family.ToString(), "-").ToLowerInvariant();

    /// <summary>The colour that marks a family.</summary>
    public static Color FamilyColor(LossFamily family) => colors[(int)family % colors.Length];

    [GeneratedRegex("(?<=.)(?=[A-Z])")]
    private static partial Regex WordStart();
}
