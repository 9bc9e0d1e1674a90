using SegLab.Boxes;
using SegLab.Losses;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace SegLab.Cli.Output;

/// <summary>All box losses as a table, a line each.</summary>
static class BoxCatalogView
{
    // Wide enough that a line of a file is a loss.
    const int FileWidth = 1000;

    const int Wide = 130;

    public static void Show(IReadOnlyList<BoxLossEntry> entries, IReadOnlyList<LossRecipe> recipes)
    {
        IAnsiConsole console = StandardOutput.Open(FileWidth);
        bool narrow = console.Profile.Width < Wide;
        console.Write(TableOf("loss", narrow, entries.Select(entry => (entry.Name, entry.Title, entry.UseWhen))));
        console.Write(TableOf("is short for", narrow, recipes.Select(recipe => (recipe.Name, recipe.Text, recipe.UseWhen))));
        console.WriteLine("'seglab boxes NAME' explains one, 'seglab boxes loss' evaluates one. As text: 'ciou(detach_alpha=false)', 'giou(power=3)'.");
    }

    /// <summary>Two lines a loss where there is little room.</summary>
    static Table TableOf(string what, bool narrow, IEnumerable<(string Name, string Text, string UseWhen)> rows)
    {
        Table table = new Table().Border(TableBorder.Simple).LeftAligned();
        table.AddColumn(new TableColumn("name").NoWrap());
        table.AddColumn(narrow ? $"{what}, and when to use it" : what);
        if (!narrow) table.AddColumn("use when");
        foreach ((string name, string text, string useWhen) in rows)
        {
            IRenderable bold = new Text(name, new Style(decoration: Decoration.Bold));
            if (narrow) table.AddRow(bold, new Rows(new Text(text), new Text(useWhen, new Style(Color.Grey))));
            else table.AddRow(bold, new Text(text), new Text(useWhen));
        }

        return table;
    }
}
