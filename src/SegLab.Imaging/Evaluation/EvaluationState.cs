using System.Text.Json;
using System.Text.Json.Serialization;
using SegLab.Imaging.Storage;

namespace SegLab.Imaging.Evaluation;

/// <summary>
/// A file that grows by a line an image while masks are evaluated: a stopped evaluation goes on from it, and those of several shards make
/// one. A line that was not finished counts as not written.
/// </summary>
public sealed class EvaluationState : IDisposable
{
    readonly FileStream file;
    readonly Lock gate = new();

    EvaluationState(FileStream file) => this.file = file;

    /// <summary>Opens a state for the images that are not in it yet, or begins one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="settings">How the images are evaluated.</param>
    /// <param name="images">How many images there are in all shards.</param>
    /// <param name="done">Gets what the file holds already.</param>
    /// <exception cref="EvaluationException">It is the state of another evaluation.</exception>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    internal static EvaluationState Open(string path, EvaluationSettings settings, int images, StoredItems<ImageScores> done)
    {
        EvaluationHeader header = EvaluationHeader.Of(settings, images);
        long length = 0;
        if (File.Exists(path) && new FileInfo(path).Length > 0)
        {
            using var before = new EvaluationStateReader(path);
            if (before.Header.DifferenceTo(header) is { } difference)
                throw new EvaluationException($"{path} is the state of another evaluation ({difference}): name another file, or delete it.");
            foreach (ImageScores image in before.Images()) done.Set(image.Index, image);
            length = before.Length;
        }

        var state = new EvaluationState(new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read));
        state.file.SetLength(length);
        state.file.Position = length;
        if (length == 0) state.Write(header, EvaluationStateJson.Default.EvaluationHeader);
        return state;
    }

    /// <summary>Reads the states of all shards.</summary>
    /// <returns>What the figures depend on, and the images in the order of their numbers, which a temporary file holds as long as they are in use.</returns>
    /// <exception cref="EvaluationException">They are of different evaluations, or an image is missing or in two of them.</exception>
    /// <exception cref="InvalidDataException">A file is no state.</exception>
    /// <exception cref="IOException">A file cannot be read, or the temporary file not written.</exception>
    public static (EvaluationHeader Header, IReadOnlyList<ImageScores> Images) Merge(IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        if (paths.Count == 0) throw new EvaluationException("There is no state to merge.");
        EvaluationHeader? first = null;
        var images = new StoredItems<ImageScores>(new ImageScoresFormat());
        foreach (string path in paths)
        {
            using var state = new EvaluationStateReader(path);
            first ??= state.Header;
            if (first.DifferenceTo(state.Header with { Shard = first.Shard }) is { } difference)
                throw new EvaluationException($"{path} and {paths[0]} are of different evaluations ({difference}).");
            foreach (ImageScores image in state.Images())
            {
                if (images.Contains(image.Index)) throw new EvaluationException($"{path}: the image '{image.Name}' is in another state as well.");
                images.Set(image.Index, image);
            }
        }

        return (first!, images.ToList());
    }

    /// <summary>Adds an image; for several threads at a time. The line is on its way to the disk when this returns.</summary>
    internal void Add(ImageScores image) => Write(image, EvaluationStateJson.Default.ImageScores);

    void Write<T>(T value, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(value, type), (byte)'\n'];
        lock (gate)
        {
            file.Write(line);
            file.Flush();
        }
    }

    /// <summary>Reads a state as far as it goes, also while it grows: the images in the order of their numbers, each once.</summary>
    /// <exception cref="InvalidDataException">The file is no state, or damaged.</exception>
    internal static (EvaluationHeader Header, IReadOnlyList<ImageScores> Images) Read(string path)
    {
        using var state = new EvaluationStateReader(path);
        var images = new StoredItems<ImageScores>(new ImageScoresFormat());
        foreach (ImageScores image in state.Images())
            if (!images.Contains(image.Index)) images.Set(image.Index, image);
        return (state.Header, images.ToList());
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(EvaluationHeader))]
[JsonSerializable(typeof(ImageScores))]
sealed partial class EvaluationStateJson : JsonSerializerContext;
