using System.Text.Json;

namespace SegLab.Cli.Output;

/// <summary>An entry of a catalogue as JSON.</summary>
static class CatalogJson
{
    public static void Write(
        Utf8JsonWriter json,
        (string Name, string Title, string Formula, string UseWhen, string Paper) entry,
        string? family,
        IReadOnlyList<string> aliases,
        IReadOnlyList<string> notes,
        IEnumerable<(string Name, string Values, string Default, string Description)> parameters)
    {
        json.WriteStartObject();
        json.WriteString("name", entry.Name);
        json.WriteTexts("aliases", aliases);
        if (family is not null) json.WriteString("family", family);
        json.WriteString("title", entry.Title);
        json.WriteString("formula", entry.Formula);
        json.WriteString("useWhen", entry.UseWhen);
        json.WriteTexts("notes", notes);
        json.WriteString("paper", entry.Paper);
        json.WriteStartArray("parameters");
        foreach ((string name, string values, string usual, string description) in parameters)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("values", values);
            json.WriteString("default", usual);
            json.WriteString("meaning", description);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
