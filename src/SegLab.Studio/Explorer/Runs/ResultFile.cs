using System.Text.Json;

namespace SegLab.Studio.Explorer.Runs;

/// <summary>Tells by how a file begins whether it is a result.</summary>
static class ResultFile
{
    const int Looked = 4096;

    // Formats that are known to be something else, often by the thousand.
    static readonly HashSet<string> others = new(StringComparer.OrdinalIgnoreCase)
    {
        ".png", ".jpg", ".jpeg", ".npy", ".npz", ".nii", ".gz", ".safetensors", ".html", ".csv", ".svg", ".partial",
    };

    /// <summary>What the file is; null for what is no result, and for what cannot be opened.</summary>
    public static RunKind? KindOf(string path)
    {
        if (others.Contains(Path.GetExtension(path))) return null;
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            byte[] begin = new byte[Looked];
            return KindOf(begin.AsSpan(0, stream.ReadAtLeast(begin, Looked, throwOnEndOfStream: false)));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>What a file is that begins so.</summary>
    public static RunKind? KindOf(ReadOnlySpan<byte> begin)
    {
        var reader = new Utf8JsonReader(begin, isFinalBlock: false, default);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject || !reader.Read()) return null;
            string first = reader.GetString()!;
            if (!reader.Read() || reader.TokenType != JsonTokenType.String) return null;
            if (first == "format") return reader.GetString()!.StartsWith("seglab evaluation", StringComparison.Ordinal) ? RunKind.EvaluationState : null;
            if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName) return null;
            return (first, reader.GetString()) switch
            {
                ("prediction", "truth") => RunKind.Evaluation,
                ("version", "command") => RunKind.ComparisonResult,
                _ => null,
            };
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
