using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using SegLab.Imaging;

namespace SegLab.Training.Comparison;

/// <summary>How the JSON files of a comparison are written, and how they are read.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ComparisonResult))]
[JsonSerializable(typeof(ComparisonPlan))]
[JsonSerializable(typeof(RunRecord))]
[JsonSerializable(typeof(DatasetSummary))]
sealed partial class ComparisonJson : JsonSerializerContext
{
    /// <summary>Writes a file whole or not at all.</summary>
    public static void Write<T>(string path, T value, JsonTypeInfo<T> type, bool indented = true) =>
        AtomicFile.Write(path, stream =>
        {
            // These are files of their own, not parts of a page, so that '+' and letters of all languages can stay readable.
            var options = new JsonWriterOptions { Indented = indented, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
            using var writer = new Utf8JsonWriter(stream, options);
            JsonSerializer.Serialize(writer, value, type);
        });

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is not what it should be; the message names it.</exception>
    public static T Read<T>(string path, JsonTypeInfo<T> type) where T : class
    {
        try
        {
            // Who looks on must not keep the writer from putting a new file in its place.
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return JsonSerializer.Deserialize(stream, type)
                ?? throw new InvalidDataException($"'{path}' cannot be used: it holds nothing.");
        }
        catch (JsonException failure)
        {
            throw new InvalidDataException($"'{path}' cannot be used: {failure.Message}", failure);
        }
    }
}
