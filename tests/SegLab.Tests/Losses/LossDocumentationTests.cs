using System.Text;
using SegLab.Losses;

namespace SegLab.Tests.Losses;

/// <summary>docs/losses.md is what the catalogue says.</summary>
public sealed class LossDocumentationTests
{
    [Fact]
    public void Is_current()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "losses.md");
        string expected = Page();
        if (File.ReadAllText(path).ReplaceLineEndings("\n") == expected) return;
        string received = Path.ChangeExtension(path, ".received.md");
        File.WriteAllText(received, expected);
        Assert.Fail($"The catalogue has changed: copy {received} over docs/losses.md.");
    }

    static string Page()
    {
        var page = new StringBuilder("# Losses\n\nGenerated from the catalogue. p is the probability that the softmax or sigmoid gives, p_t that of the true class, y the target; "
            + "I = sum p y, P = sum p, Y = sum y, TP = I, FP = P - I, FN = Y - I.\n\n"
            + "`seglab losses NAME` shows the same in a terminal, with a plot; `seglab loss SPEC` evaluates a loss on arrays from files.\n");
        foreach (IGrouping<LossFamily, LossEntry> family in LossCatalog.All.GroupBy(entry => entry.Family))
        {
            page.Append($"\n## {Title(family.Key)}\n\n| loss | | use it when |\n|---|---|---|\n");
            foreach (LossEntry entry in family) page.Append($"| [`{entry.Name}`](#{entry.Name}) | {entry.Title} | {entry.UseWhen} |\n");
        }

        page.Append("\n## Sums with a name\n\nWhere the name is read, the sum takes its place; write the sum to set options.\n\n| name | is short for | use it when | source |\n|---|---|---|---|\n");
        foreach (LossRecipe recipe in LossCatalog.Recipes)
            page.Append($"| `{recipe.Name}` | `{recipe.Text}` | {recipe.UseWhen} | {recipe.Paper} |\n");
        foreach (LossEntry entry in LossCatalog.All) Append(page, entry);
        return page.ToString();
    }

    static void Append(StringBuilder page, LossEntry entry)
    {
        page.Append($"\n## {entry.Name}\n\n{entry.Title}.\n\n    {entry.Formula}\n\n");
        page.Append($"Use it when: {entry.UseWhen}.\n\n");
        if (entry.Aliases.Count > 0) page.Append($"Also read as {string.Join(", ", entry.Aliases.Select(alias => $"`{alias}`"))}. ");
        page.Append($"Source: {entry.Paper}.\n");
        if (entry.Notes.Count > 0) page.Append('\n');
        foreach (string note in entry.Notes) page.Append($"- {note}\n");
        page.Append("\n| option | values | default | meaning |\n|---|---|---|---|\n");
        foreach (CatalogParameter<ElementaryLoss> parameter in entry.Parameters)
            page.Append($"| `{parameter.Name}` | {parameter.Values.ToString().Replace("|", "\\|", StringComparison.Ordinal)} | {parameter.Default} | {parameter.Description} |\n");
    }

    static string Title(LossFamily family) => family switch
    {
        LossFamily.PixelWise => "Pixel by pixel",
        LossFamily.RegionBased => "By regions",
        LossFamily.Ranked => "By rank",
        LossFamily.DistanceBased => "By distance",
        LossFamily.Structure => "By structure",
        _ => "Compounds",
    };
}
