using System.Text.Json;
using System.Text.Json.Serialization;

namespace SegLab.Tests.Golden;

/// <summary>A file of reference values, in the format that <c>Golden/losses/README.md</c> describes.</summary>
public sealed record GoldenFile(string Family, IReadOnlyList<GoldenCase> Cases)
{
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };
}

/// <summary>A tensor: its shape and its values in row-major order.</summary>
public sealed record GoldenTensor(int[] Shape, double[] Data, string? Kind = null)
{
    [JsonIgnore]
    public nint[] Lengths => [.. Shape];

    [JsonIgnore]
    public int[] Integers => [.. Data.Select(value => (int)value)];

    [JsonIgnore]
    public float[] Floats => [.. Data.Select(value => (float)value)];
}

/// <summary>One case of a file.</summary>
public sealed record GoldenCase
{
    public required string Name { get; init; }
    public required Dictionary<string, JsonElement> Params { get; init; }
    public required string Activation { get; init; }
    public required string Reduction { get; init; }
    public string? Aggregate { get; init; }
    public int? IgnoreIndex { get; init; }
    public float[]? ClassWeights { get; init; }
    public bool IncludeBackground { get; init; } = true;
    public string? Reference { get; init; }
    public string? Note { get; init; }
    public required GoldenTensor Logits { get; init; }
    public required GoldenTensor Target { get; init; }
    public GoldenTensor? PixelWeights { get; init; }
    public GoldenTensor? InstanceLabels { get; init; }
    public GoldenTensor? DistanceMap { get; init; }
    public required JsonElement Value { get; init; }
    public required GoldenTensor Gradient { get; init; }

    /// <summary>The value as numbers: one, or those of a map.</summary>
    [JsonIgnore]
    public double[] Values => Value.ValueKind == JsonValueKind.Number ? [Value.GetDouble()] : Value.Deserialize<GoldenTensor>(GoldenFile.Options)!.Data;
}
