using SegLab.Boxes;
using SegLab.Losses;
using Spectre.Console;

namespace SegLab.Cli.Output;

/// <summary>All box losses as a table, a line each.</summary>
static class BoxCatalogView
{
    public static void Show(IReadOnlyList<BoxLossEntry> entries, IReadOnlyList<LossRecipe> recipes)
    {
        IAnsiConsole console = StandardOutput.Open(CatalogTable.FileWidth);
        bool narrow = console.Profile.Width < CatalogTable.Wide;
        console.Write(CatalogTable.Of("loss", narrow, entries.Select(entry => (entry.Name, entry.Title, entry.UseWhen))));
        console.Write(CatalogTable.Of("is short for", narrow, recipes.Select(recipe => (recipe.Name, recipe.Text, recipe.UseWhen))));
        console.WriteLine("'seglab boxes NAME' explains one, 'seglab boxes loss' evaluates one. As text: 'ciou(detach_alpha=false)', 'giou(power=3)'.");
    }
}
