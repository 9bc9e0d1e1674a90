using System.Text;
using SegLab.Boxes;
using SegLab.Losses;

namespace SegLab.Tests.Boxes;

/// <summary>docs/boxes.md is what the catalogue says.</summary>
public sealed class BoxDocumentationTests
{
    const string Introduction =
        """
        # Box losses

        Generated from the catalogue. I is the intersection of the predicted box and its target, U their union, C the area of the least box that encloses both, cw and ch its
        sides and c its diagonal; rho, dx and dy lie between the centers; w and h are the prediction's sides, W and H the target's; d1 and d2 lie between the upper left and
        between the lower right corners; d is the difference of one number, and a is the option `power`.

        `seglab boxes NAME` shows the same in a terminal, with a plot; `seglab boxes loss SPEC` evaluates a loss and its gradient on arrays from files.

        What holds for all:

        - **Formats.** `Corners` (xyxy), `LeftTopSize` (xywh) and `CenterSize` (cxcywh); the gradient is by the numbers of the format. Sizes are continuous, without "+ 1".
          `smooth_l1` and `balanced_l1` compare the numbers as they are, so that for them the format is part of the loss.
        - **Scale.** With `epsilon=0`, the default, a loss of overlap does not depend on the unit of the boxes, to the last bit for powers of two; `mpdiou` needs the image in
          the same unit. A quotient whose divisor is 0 counts as 0 and has no gradient, so that points, lines and equal boxes have finite values and gradients.
          `epsilon=1e-7` gives torchvision's values.
        - **Kinks.** Where two sides tie, each has half of the slope of their minimum or maximum; boxes that only touch have no gradient of their intersection.
        - **Boxes that are inside out**, and numbers that are not finite, are refused with the index and the numbers of the box.
        - **Weights.** A weight for each box; the mean divides by their sum, or by the number of boxes with `mean_over=boxes`.

        """;

    [Fact]
    public void Is_current()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "boxes.md");
        string expected = Page();
        if (File.Exists(path) && File.ReadAllText(path).ReplaceLineEndings("\n") == expected) return;
        string received = Path.ChangeExtension(path, ".received.md");
        File.WriteAllText(received, expected);
        Assert.Fail($"The catalogue has changed: copy {received} over docs/boxes.md.");
    }

    static string Page()
    {
        var page = new StringBuilder(Introduction.ReplaceLineEndings("\n"));
        page.Append("\n| loss | | use it when |\n|---|---|---|\n");
        foreach (BoxLossEntry entry in BoxLossCatalog.All) page.Append($"| [`{entry.Name}`](#{entry.Name}) | {entry.Title} | {entry.UseWhen} |\n");
        page.Append("\n## Options with a name\n\n| name | is short for | | use it when | source |\n|---|---|---|---|---|\n");
        foreach (LossRecipe recipe in BoxLossCatalog.Recipes)
            page.Append($"| `{recipe.Name}` | `{recipe.Text}` | {recipe.Title} | {recipe.UseWhen} | {recipe.Paper} |\n");
        foreach (BoxLossEntry entry in BoxLossCatalog.All) Append(page, entry);
        return page.ToString();
    }

    static void Append(StringBuilder page, BoxLossEntry entry)
    {
        page.Append($"\n## {entry.Name}\n\n{entry.Title}.\n\n    {entry.Formula}\n\n");
        page.Append($"Use it when: {entry.UseWhen}.\n\n");
        if (entry.Aliases.Count > 0) page.Append($"Also read as {string.Join(", ", entry.Aliases.Select(alias => $"`{alias}`"))}. ");
        page.Append($"Source: {entry.Paper}.\n");
        if (entry.Notes.Count > 0) page.Append('\n');
        foreach (string note in entry.Notes) page.Append($"- {note}\n");
        page.Append("\n| option | values | default | meaning |\n|---|---|---|---|\n");
        foreach (CatalogParameter<BoxLoss> parameter in entry.Parameters)
            page.Append($"| `{parameter.Name}` | {parameter.Values.ToString().Replace("|", "\\|", StringComparison.Ordinal)} | {parameter.Default} | {parameter.Description} |\n");
    }
}
