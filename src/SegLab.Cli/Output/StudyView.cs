using System.Text.Json;
using SegLab.Training.Studies;
using Spectre.Console;

namespace SegLab.Cli.Output;

/// <summary>What a study found, on the standard output: tables and the verdict, or JSON.</summary>
static class StudyView
{
    public static void List(IReadOnlyList<Study> studies)
    {
        IAnsiConsole console = StandardOutput.Open();
        Table table = New("study", "question");
        foreach (Study study in studies) table.AddRow(new Text(study.Name, new Style(decoration: Decoration.Bold)), new Text(study.Question));
        console.Write(table);
        console.WriteLine("'seglab study NAME' runs one, 'seglab study NAME --help' lists what can be set.");
    }

    public static void Show(StudyResult result)
    {
        IAnsiConsole console = StandardOutput.Open();
        foreach (StudyTable table in result.Tables.Where(table => !table.IsDetail))
        {
            console.Write(Draw(table));
            if (table.Note.Length > 0) console.Write(new Text(table.Note, new Style(Color.Grey)));
            console.WriteLine();
            console.WriteLine();
        }

        foreach ((int i, string sentence) in result.Verdict.Index())
        {
            console.Write(new Text(sentence.Replace("`", "", StringComparison.Ordinal), i == 0 ? new Style(decoration: Decoration.Bold) : null));
            console.WriteLine();
        }
    }

    public static void WriteJson(StudyResult result) => JsonOutput.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("study", result.Study.Name);
        json.WriteStartObject("parameters");
        foreach (StudyParameter parameter in result.Study.Parameters) json.WriteNumber(parameter.Name, result.Arguments[parameter]);
        json.WriteEndObject();
        json.WriteTexts("setup", result.Setup);
        json.WriteTexts("verdict", result.Verdict);
        json.WriteStartObject("tables");
        foreach (StudyTable table in result.Tables) Write(json, table);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    static void Write(Utf8JsonWriter json, StudyTable table)
    {
        json.WriteStartArray(table.Name);
        foreach (IReadOnlyList<StudyCell> row in table.Rows)
        {
            json.WriteStartObject();
            foreach ((StudyColumn column, StudyCell cell) in table.Columns.Zip(row))
            {
                if (cell.Text is { } text) json.WriteString(column.Name, text);
                else json.WriteNumberOrText(column.Name, cell.Number);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    static Table Draw(StudyTable source)
    {
        Table table = New().Title(Markup.Escape(source.Title));
        foreach (StudyColumn column in source.Columns)
        {
            var drawn = new TableColumn(Markup.Escape(column.Title));
            table.AddColumn(column.Format is not null ? drawn.RightAligned().NoWrap() : column.IsCode ? drawn.NoWrap() : drawn);
        }

        foreach (IReadOnlyList<StudyCell> row in source.Rows)
            table.AddRow(source.Columns.Zip(row, (column, cell) => new Text(column.Write(cell), column.IsCode ? new Style(decoration: Decoration.Bold) : null)));
        return table;
    }

    static Table New(params string[] columns)
    {
        Table table = new Table().Border(TableBorder.Simple).LeftAligned();
        foreach (string column in columns) table.AddColumn(column);
        return table;
    }
}
