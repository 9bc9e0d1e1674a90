using System.Text.Json;
using SegLab.Losses;

namespace SegLab.Cli.Output;

/// <summary>An entry of a catalogue as JSON.</summary>
static class CatalogJson
{
    public static void Write<TLoss>(Utf8JsonWriter json, CatalogEntry<TLoss> entry, string? family)
        where TLoss : class
    {
        json.WriteStartObject();
        json.WriteString("name", entry.Name);
        json.WriteTexts("aliases", entry.Aliases);
        if (family is not null) json.WriteString("family", family);
        json.WriteString("title", entry.Title);
        json.WriteString("formula", entry.Formula);
        json.WriteString("useWhen", entry.UseWhen);
        json.WriteTexts("notes", entry.Notes);
        json.WriteString("paper", entry.Paper);
        json.WriteStartArray("parameters");
        foreach (CatalogParameter<TLoss> parameter in entry.Parameters)
        {
            json.WriteStartObject();
            json.WriteString("name", parameter.Name);
            json.WriteString("values", parameter.Values.ToString());
            json.WriteString("default", parameter.Default);
            json.WriteString("meaning", parameter.Description);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
