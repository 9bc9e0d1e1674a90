using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace SegLab.Training.Checkpoints;

/// <summary>How the texts of checkpoints and weights files are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(WeightsDescription))]
[JsonSerializable(typeof(WeightsMetadata))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(TrainingIdentity))]
[JsonSerializable(typeof(TrainingState))]
sealed partial class CheckpointJson : JsonSerializerContext
{
    /// <summary>Reads one text of a file.</summary>
    /// <exception cref="InvalidDataException">The text is missing or does not say what it should.</exception>
    public static T Read<T>(SafetensorsFile file, string key, JsonTypeInfo<T> type) where T : class
    {
        string text = file.Text(key);
        try
        {
            return JsonSerializer.Deserialize(text, type)
                ?? throw SafetensorsFile.Invalid(file.Path, $"its metadata entry '{key}' is null");
        }
        catch (JsonException failure)
        {
            throw SafetensorsFile.Invalid(file.Path, $"its metadata entry '{key}' cannot be read ({failure.Message.TrimEnd('.')})");
        }
    }
}
