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
            + "I = sum p y, P = sum p, Y = sum y, TP = I, FP = P - I, FN = Y - I.\n");
        foreach (LossEntry entry in LossCatalog.All)
        {
            page.Append($"\n## {entry.Title}: `{entry.Name}`\n\n    {entry.Formula}\n\n");
            page.Append($"Use it when: {entry.UseWhen}.\n\n");
            if (entry.Aliases.Count > 0) page.Append($"Also read as {string.Join(", ", entry.Aliases.Select(alias => $"`{alias}`"))}. ");
            page.Append($"Source: {entry.Paper}.\n\n| option | values | default | meaning |\n|---|---|---|---|\n");
            foreach (LossParameter parameter in entry.Parameters)
                page.Append($"| `{parameter.Name}` | {parameter.Values.Replace("|", "\\|", StringComparison.Ordinal)} | {parameter.Default} | {parameter.Description} |\n");
        }

        return page.ToString();
    }
}
