using Spectre.Console;

namespace SegLab.Cli.Output;

/// <summary>What the pages that explain a loss are made of.</summary>
static class Explanation
{
    const int NarrowDefault = 17;

    /// <summary>Title, text form, perhaps a mark, and the formula with its symbols.</summary>
    public static void Head(IAnsiConsole console, string title, string spec, Text mark, string formula, string symbols)
    {
        console.WriteLine();
        console.Write(new Text(title, new Style(decoration: Decoration.Bold)));
        console.Write(new Text($"   {spec}   "));
        console.Write(mark);
        console.WriteLine();
        console.WriteLine();
        console.Write(new Padder(new Text(formula, new Style(Color.Green))).Padding(4, 0));
        console.Write(new Padder(new Text(symbols, new Style(Color.Grey))).Padding(4, 0, 0, 1));
    }

    /// <summary>When to use it, its other names, where it is from, and what libraries do differently.</summary>
    public static void Facts(IAnsiConsole console, string useWhen, IReadOnlyList<string> aliases, string paper, IReadOnlyList<string> notes)
    {
        Grid facts = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        Add("Use when", useWhen);
        if (aliases.Count > 0) Add("Also read as", string.Join(", ", aliases));
        Add("Source", paper);
        console.Write(facts);
        foreach (string note in notes) console.Write(new Padder(new Text(note)).Padding(2, 1, 0, 0));

        void Add(string what, string text) => facts.AddRow(new Text(what, new Style(Color.Grey)), new Text(text));
    }

    /// <summary>The options as a table; what they take goes below what they mean where there is little room.</summary>
    public static Table Options(IEnumerable<(string Name, string Values, string Default, string Description)> options, bool narrow)
    {
        Table table = new Table().Border(TableBorder.Simple).LeftAligned();
        table.AddColumn(new TableColumn("option").NoWrap());
        if (!narrow) table.AddColumn("values");
        table.AddColumn(new TableColumn("default") { Width = narrow ? NarrowDefault : null });
        table.AddColumn("meaning");
        foreach ((string option, string range, string usual, string description) in options)
        {
            var name = new Text(option, new Style(decoration: Decoration.Bold));
            var values = new Text(range, narrow ? new Style(Color.Grey) : null);
            Text fallback = new(usual), meaning = new(description);
            if (narrow) table.AddRow(name, fallback, new Rows(meaning, values));
            else table.AddRow(name, values, fallback, meaning);
        }

        return table;
    }
}
