using System.Text.Json;

namespace SegLab.Training.Checkpoints;

/// <summary>Where one array of a safetensors file lies.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its numbers, as the format calls it.</param>
/// <param name="Shape">Its extents.</param>
/// <param name="Start">Its first byte, counted from the end of the header.</param>
/// <param name="End">The byte after its last.</param>
readonly record struct SafetensorsEntry(string Name, string Type, int[] Shape, long Start, long End);

/// <summary>Reads the JSON header of a safetensors file, and trusts nothing in it.</summary>
static class SafetensorsHeader
{
    /// <summary>The name under which the format keeps texts.</summary>
    public const string MetadataKey = "__metadata__";

    /// <summary>Gives the texts, and the arrays in the order in which they lie in the file.</summary>
    /// <exception cref="InvalidDataException">The header breaks the format, or does not fit the file.</exception>
    public static (Dictionary<string, string> Metadata, List<SafetensorsEntry> Entries) Parse(
        string path, ReadOnlyMemory<byte> header, long dataLength)
    {
        var metadata = new Dictionary<string, string>();
        var entries = new List<SafetensorsEntry>();
        try
        {
            using JsonDocument document = JsonDocument.Parse(header);
            var names = new HashSet<string>();
            foreach (JsonProperty property in Object(document.RootElement, path, "its header").EnumerateObject())
            {
                if (!names.Add(property.Name)) throw SafetensorsFile.Invalid(path, $"its header names '{property.Name}' twice");
                if (property.Name == MetadataKey) ReadMetadata(path, property.Value, metadata);
                else entries.Add(Entry(path, property));
            }
        }
        catch (JsonException failure)
        {
            throw SafetensorsFile.Invalid(path, $"its header is not JSON ({failure.Message.TrimEnd('.')})");
        }

        entries.Sort((a, b) => (a.Start, a.End).CompareTo((b.Start, b.End)));
        long offset = 0;
        foreach (SafetensorsEntry entry in entries)
        {
            if (entry.Start != offset)
                throw SafetensorsFile.Invalid(path,
                    $"tensor '{entry.Name}' starts at byte {entry.Start} of the data, and the one before it ends at {offset}; tensors " +
                    "may neither overlap nor leave gaps");
            offset = entry.End;
        }

        if (offset != dataLength)
            throw SafetensorsFile.Invalid(path,
                $"its tensors take {offset} bytes, and {dataLength} follow the header; " +
                $"{(offset > dataLength ? "it is cut off" : "something was appended")}");
        return (metadata, entries);
    }

    static void ReadMetadata(string path, JsonElement value, Dictionary<string, string> metadata)
    {
        foreach (JsonProperty property in Object(value, path, MetadataKey).EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.String)
                throw SafetensorsFile.Invalid(path, $"the metadata entry '{property.Name}' is not a text");
            metadata[property.Name] = property.Value.GetString()!;
        }
    }

    static SafetensorsEntry Entry(string path, JsonProperty property)
    {
        string name = property.Name;
        JsonElement value = Object(property.Value, path, $"tensor '{name}'");
        long[] shape = Numbers(path, name, value, "shape");
        string? type = value.TryGetProperty("dtype", out JsonElement text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
        int size = SafetensorsElements.Size(type, SafetensorsElements.IsCounter(name));
        if (size == 0)
            throw SafetensorsFile.Invalid(path,
                $"tensor '{name}' of shape [{string.Join(", ", shape)}] has the element type " +
                $"{(text.ValueKind == JsonValueKind.Undefined ? "none" : text.GetRawText())}, expected {SafetensorsElements.Expected}");
        long[] offsets = Numbers(path, name, value, "data_offsets");
        if (offsets.Length != 2 || offsets[1] < offsets[0])
            throw SafetensorsFile.Invalid(path,
                $"tensor '{name}' has the data_offsets [{string.Join(", ", offsets)}], expected a start and an end not before it");
        Int128 length = 1;
        foreach (long extent in shape)
        {
            length *= extent;
            if (length > Array.MaxLength || extent > int.MaxValue)
                throw SafetensorsFile.Invalid(path, $"tensor '{name}' of shape [{string.Join(", ", shape)}] is too large");
        }

        if (offsets[1] - offsets[0] != length * size)
            throw SafetensorsFile.Invalid(path,
                $"tensor '{name}' has {offsets[1] - offsets[0]} bytes, and its shape [{string.Join(", ", shape)}] needs " +
                $"{length * size}");
        return new SafetensorsEntry(name, type!, [.. shape.Select(extent => (int)extent)], offsets[0], offsets[1]);
    }

    static long[] Numbers(string path, string name, JsonElement tensor, string key)
    {
        if (!tensor.TryGetProperty(key, out JsonElement array) || array.ValueKind != JsonValueKind.Array)
            throw SafetensorsFile.Invalid(path, $"tensor '{name}' has no list '{key}'");
        var numbers = new List<long>();
        foreach (JsonElement element in array.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.Number || !element.TryGetInt64(out long number) || number < 0)
                throw SafetensorsFile.Invalid(path,
                    $"tensor '{name}' has {element.GetRawText()} in '{key}', expected whole numbers from 0");
            numbers.Add(number);
        }

        return [.. numbers];
    }

    static JsonElement Object(JsonElement element, string path, string what) =>
        element.ValueKind == JsonValueKind.Object ? element : throw SafetensorsFile.Invalid(path, $"{what} is not a JSON object");
}
