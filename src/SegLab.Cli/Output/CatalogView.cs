using System.Text.RegularExpressions;
using SegLab.Losses;
using Spectre.Console;

namespace SegLab.Cli.Output;

/// <summary>All losses as a table, a line each.</summary>
static partial class CatalogView
{
    // Wide enough that a line of a file is a loss.
    const int FileWidth = 1000;

    static readonly Color[] colors = [Color.Teal, Color.Green, Color.Olive, Color.Purple, Color.Navy, Color.Maroon];

    public static void Show(IReadOnlyList<LossEntry> entries)
    {
        IAnsiConsole console = StandardOutput.Open(FileWidth);
        Table table = new Table().Border(TableBorder.Simple).LeftAligned();
        table.AddColumn(new TableColumn("name").NoWrap());
        table.AddColumn(new TableColumn("family").NoWrap());
        table.AddColumn("loss");
        table.AddColumn("use when");
        foreach (LossEntry entry in entries)
        {
            table.AddRow(
                new Text(entry.Name, new Style(decoration: Decoration.Bold)),
                new Text(FamilyName(entry.Family), new Style(FamilyColor(entry.Family))),
                new Text(entry.Title),
                new Text(entry.UseWhen));
        }

        console.Write(table);
        console.WriteLine("'seglab losses NAME' explains one. As text: 'focal(gamma=2)', '0.5*ce + dice'.");
    }

    /// <summary>A family as it is written, such as pixel-wise.</summary>
    public static string FamilyName(LossFamily family) => WordStart().Replace(family.ToString(), "-").ToLowerInvariant();

    /// <summary>The colour that marks a family.</summary>
    public static Color FamilyColor(LossFamily family) => colors[(int)family % colors.Length];

    [GeneratedRegex("(?<=.)(?=[A-Z])")]
    private static partial Regex WordStart();
}
