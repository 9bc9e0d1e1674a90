using Spectre.Console;
using Spectre.Console.Rendering;

namespace SegLab.Cli.Output;

/// <summary>Things with a name as a table: a line each, or two where there is little room.</summary>
static class CatalogTable
{
    /// <summary>Wide enough that a line of a file is a loss.</summary>
    public const int FileWidth = 1000;

    /// <summary>From so many columns on there is room for a line each.</summary>
    public const int Wide = 130;

    public static Table Of(string what, bool narrow, IEnumerable<(string Name, string Text, string UseWhen)> rows)
    {
        Table table = narrow ? New("name", $"{what}, and when to use it") : New("name", what, "use when");
        foreach ((string name, string text, string useWhen) in rows)
        {
            if (narrow) table.AddRow(Name(name), Both(text, useWhen));
            else table.AddRow(Name(name), new Text(text), new Text(useWhen));
        }

        return table;
    }

    public static Table New(params string[] columns)
    {
        Table table = new Table().Border(TableBorder.Simple).LeftAligned();
        foreach (string column in columns) table.AddColumn(new TableColumn(column) { NoWrap = column is "name" or "family" });
        return table;
    }

    public static Text Name(string name) => new(name, new Style(decoration: Decoration.Bold));

    /// <summary>What something is, and below it when to use it.</summary>
    public static IRenderable Both(string text, string useWhen) => new Rows(new Text(text), new Text(useWhen, new Style(Color.Grey)));
}
