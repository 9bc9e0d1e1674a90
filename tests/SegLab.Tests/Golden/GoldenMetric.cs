using System.Collections;
using System.Globalization;
using System.Text.Json;

namespace SegLab.Tests.Golden;

/// <summary>One case of a file of the metrics' reference data, in the format that <c>Golden/metrics/README.md</c> describes.</summary>
sealed class GoldenMetric(JsonElement json)
{
    readonly HashSet<string> read = [];

    public string Name => json.GetProperty("name").GetString()!;

    public JsonElement Expected => json.GetProperty("expected");

    public int[] Shape => json.GetProperty("prediction").GetProperty("shape").Deserialize<int[]>()!;

    public nint[] Lengths => [.. Shape];

    public int[] Prediction => Labels("prediction");

    public int[] Target => Labels("target");

    public int? IgnoreLabel => Read("ignore_label") is { ValueKind: JsonValueKind.Number } label ? label.GetInt32() : null;

    /// <summary>What the case says and nobody asked for: then it was not understood.</summary>
    public IEnumerable<string> Unread => json.GetProperty("params").EnumerateObject().Select(option => option.Name).Except(read);

    public int[] Labels(string side, string data = "data") => json.GetProperty(side).GetProperty(data).Deserialize<int[]>()!;

    public double[] Numbers(string side) => json.GetProperty(side).GetProperty("data").Deserialize<double[]>()!;

    public JsonElement? Read(string option)
    {
        read.Add(option);
        return json.GetProperty("params").TryGetProperty(option, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    public int Integer(string option) => Required(option).GetInt32();

    public bool Flag(string option) => Required(option).GetBoolean();

    public double[] List(string option) => Required(option).Deserialize<double[]>()!;

    public string Text(string option) => Required(option).GetString()!;

    /// <summary>An option that has one value only in all known cases, which is what the library does.</summary>
    public void Always(string option, string value)
    {
        if (Read(option) is { } given && given.ToString() != value) throw Unknown(option, given.ToString());
    }

    public static NotSupportedException Unknown(string option, string value) => new($"{option} = {value} is not known.");

    /// <summary>Where a tree of numbers, lists and dictionaries differs from the expected values; null when all of them are there.</summary>
    public static string? Difference(JsonElement expected, object? actual, string path = "")
    {
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                if (actual is not IReadOnlyDictionary<string, object?> members) return $"{path} is missing";
                foreach (JsonProperty property in expected.EnumerateObject())
                {
                    if (!members.TryGetValue(property.Name, out object? member)) return $"{path}/{property.Name} is missing";
                    if (Difference(property.Value, member, $"{path}/{property.Name}") is { } difference) return difference;
                }

                return null;
            case JsonValueKind.Array:
                object?[] items = actual is IEnumerable list ? [.. list.Cast<object?>()] : [];
                if (items.Length != expected.GetArrayLength()) return $"{path} has {items.Length} items, expected {expected.GetArrayLength()}";
                return expected.EnumerateArray().Select((item, i) => Difference(item, items[i], $"{path}/{i}")).FirstOrDefault(difference => difference is not null);
            default:
                double wanted = expected.ValueKind == JsonValueKind.String ? double.Parse(expected.GetString()!) : expected.GetDouble();
                bool agrees = actual is long or int
                    ? Convert.ToInt64(actual, CultureInfo.InvariantCulture) == wanted
                    : actual is double value && (value.Equals(wanted) || Math.Abs(value - wanted) <= 1e-9 * Math.Abs(wanted) + 1e-14);
                return agrees ? null : $"{path} is {actual ?? "missing"}, expected {wanted:R}";
        }
    }

    JsonElement Required(string option) => Read(option) ?? throw new NotSupportedException($"{option} is missing.");
}
