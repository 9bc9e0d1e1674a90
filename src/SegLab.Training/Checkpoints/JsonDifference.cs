using System.Text.Json;

namespace SegLab.Training.Checkpoints;

/// <summary>Says in words in what two descriptions of a training differ.</summary>
static class JsonDifference
{
    /// <summary>Compares two JSON values of the same type.</summary>
    /// <returns>
    /// For example <c>settings.learningRate is 0.01 there and 0.001 now; loss is "ce" there and "dice" now</c>; empty when they are equal.
    /// </returns>
    public static string Describe(JsonElement there, JsonElement now)
    {
        var differences = new List<string>();
        Collect("", there, now, differences);
        return string.Join("; ", differences);
    }

    /// <summary>A value as JSON writes it, but for escapes.</summary>
    static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined => "nothing",
        JsonValueKind.String => $"\"{value.GetString()}\"",
        JsonValueKind.Array => $"[{string.Join(", ", value.EnumerateArray().Select(Text))}]",
        _ => value.GetRawText(),
    };

    static void Collect(string name, JsonElement there, JsonElement now, List<string> differences)
    {
        if (JsonElement.DeepEquals(there, now)) return;
        if (there.ValueKind != JsonValueKind.Object || now.ValueKind != JsonValueKind.Object)
        {
            differences.Add(name == "dataset"
                ? "the dataset has other images, masks, class names or another split"
                : $"{name} is {Text(there)} there and {Text(now)} now");
            return;
        }

        foreach (JsonProperty property in now.EnumerateObject())
        {
            there.TryGetProperty(property.Name, out JsonElement other);
            Collect(name.Length == 0 ? property.Name : $"{name}.{property.Name}", other, property.Value, differences);
        }
    }
}
