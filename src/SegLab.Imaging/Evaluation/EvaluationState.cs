using System.Text.Json;
using System.Text.Json.Serialization;

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
    /// <param name="done">What the file holds already.</param>
    /// <exception cref="EvaluationException">It is the state of another evaluation.</exception>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    internal static EvaluationState Open(string path, EvaluationSettings settings, int images, out IReadOnlyList<ImageScores> done)
    {
        EvaluationHeader header = EvaluationHeader.Of(settings, images);
        done = [];
        long length = 0;
        if (File.Exists(path) && new FileInfo(path).Length > 0)
        {
            (EvaluationHeader before, List<ImageScores> scores, length) = Parse(path);
            if (before.DifferenceTo(header) is { } difference)
                throw new EvaluationException($"{path} is the state of another evaluation ({difference}): name another file, or delete it.");
            done = scores;
        }

        var state = new EvaluationState(new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read));
        state.file.SetLength(length);
        state.file.Position = length;
        if (length == 0) state.Write(header, EvaluationStateJson.Default.EvaluationHeader);
        return state;
    }

    /// <summary>Reads the states of all shards.</summary>
    /// <exception cref="EvaluationException">They are of different evaluations, or an image is missing or in two of them.</exception>
    /// <exception cref="InvalidDataException">A file is no state.</exception>
    public static (EvaluationHeader Header, IReadOnlyList<ImageScores> Images) Merge(IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        if (paths.Count == 0) throw new EvaluationException("There is no state to merge.");
        EvaluationHeader? first = null;
        var images = new SortedDictionary<int, ImageScores>();
        foreach (string path in paths)
        {
            (EvaluationHeader header, List<ImageScores> scores, _) = Parse(path);
            first ??= header;
            if (first.DifferenceTo(header with { Shard = first.Shard }) is { } difference)
                throw new EvaluationException($"{path} and {paths[0]} are of different evaluations ({difference}).");
            foreach (ImageScores image in scores)
                if (!images.TryAdd(image.Index, image)) throw new EvaluationException($"{path}: the image '{image.Name}' is in another state as well.");
        }

        return (first!, [.. images.Values]);
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
        (EvaluationHeader header, List<ImageScores> images, _) = Parse(path);
        return (header, [.. images.DistinctBy(image => image.Index).OrderBy(image => image.Index)]);
    }

    static (EvaluationHeader Header, List<ImageScores> Images, long Length) Parse(string path)
    {
        byte[] content = ReadShared(path);
        EvaluationHeader? header = null;
        var images = new List<ImageScores>();
        int begin = 0, line = 1;
        try
        {
            for (int end; (end = Array.IndexOf(content, (byte)'\n', begin)) >= 0; begin = end + 1, line++)
            {
                ReadOnlySpan<byte> text = content.AsSpan(begin, end - begin);
                if (header is not null) images.Add(JsonSerializer.Deserialize(text, EvaluationStateJson.Default.ImageScores)!);
                else header = JsonSerializer.Deserialize(text, EvaluationStateJson.Default.EvaluationHeader);
            }
        }
        catch (JsonException wrong)
        {
            throw new InvalidDataException($"{path}: line {line} is not what an evaluation writes: {wrong.Message}", wrong);
        }

        if (header is not { Format: EvaluationHeader.CurrentFormat }) throw new InvalidDataException($"{path} is no state of an evaluation.");
        if (images.Find(image => image.Index < 0 || image.Index >= header.Images) is { } beyond)
            throw new InvalidDataException($"{path}: the image '{beyond.Name}' has the number {beyond.Index}, expected 0 to {header.Images - 1}.");
        return (header, images, begin);
    }

    /// <summary>Reads a file that another process may be adding to.</summary>
    static byte[] ReadShared(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] content = new byte[stream.Length];
        return content[..stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false)];
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}

/// <summary>The first line of a state: what its figures depend on.</summary>
public sealed record EvaluationHeader
{
    internal const string CurrentFormat = "seglab evaluation 1";

    /// <summary>What kind of file it is.</summary>
    public string Format { get; init; } = CurrentFormat;

    /// <summary>Where the predictions came from, for a reader.</summary>
    public required string Prediction { get; init; }

    /// <summary>Where the true masks came from.</summary>
    public required string Truth { get; init; }

    /// <summary>Where the other predictions came from, or null.</summary>
    public string? Against { get; init; }

    /// <summary>The names of the classes; null when nobody gave any.</summary>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>How many classes were counted.</summary>
    public int CountedClasses { get; init; }

    /// <summary>The label that was left out.</summary>
    public int? IgnoreLabel { get; init; }

    /// <summary>Classes that stay out of means.</summary>
    public IReadOnlyList<int> ExcludedClasses { get; init; } = [];

    /// <summary>Whether surface distances were measured.</summary>
    public bool Surfaces { get; init; }

    /// <summary>Whether boundary IoU was measured.</summary>
    public bool Boundaries { get; init; }

    /// <summary>Whether labels are the numbers of instances.</summary>
    public bool Instances { get; init; }

    /// <summary>Whether predictions were probabilities.</summary>
    public bool Probabilities { get; init; }

    /// <summary>The distance between neighbours that was given, or null.</summary>
    public IReadOnlyList<double>? Spacing { get; init; }

    /// <summary>The tolerance of the normalized surface Dice.</summary>
    public double Tolerance { get; init; }

    /// <summary>How many images there are in all shards.</summary>
    public int Images { get; init; }

    /// <summary>Which shard, as <c>2/4</c>.</summary>
    public string Shard { get; init; } = "1/1";

    internal static EvaluationHeader Of(EvaluationSettings settings, int images) => new()
    {
        Prediction = settings.Prediction,
        Truth = settings.Truth,
        Against = settings.Against,
        ClassNames = settings.Names,
        CountedClasses = settings.CountedClasses,
        IgnoreLabel = settings.Ignored,
        ExcludedClasses = settings.ExcludedClasses,
        Surfaces = settings.Surfaces,
        Boundaries = settings.Boundaries,
        Instances = settings.Instances,
        Probabilities = settings.Probabilities,
        Spacing = settings.Spacing is { } spacing ? [.. spacing] : null,
        Tolerance = settings.Tolerance,
        Images = images,
        Shard = $"{settings.Shard}/{settings.Shards}",
    };

    /// <summary>The first thing in which another differs, in words; null when there is none.</summary>
    internal string? DifferenceTo(EvaluationHeader other)
    {
        (string What, object? Here, object? There)[] all =
        [
            ("predictions", Prediction, other.Prediction), ("truth", Truth, other.Truth), ("against", Against, other.Against),
            ("classes", Text(ClassNames), Text(other.ClassNames)), ("number of classes", CountedClasses, other.CountedClasses),
            ("ignored label", IgnoreLabel, other.IgnoreLabel), ("excluded classes", Text(ExcludedClasses), Text(other.ExcludedClasses)),
            ("surfaces", Surfaces, other.Surfaces), ("boundaries", Boundaries, other.Boundaries), ("instances", Instances, other.Instances),
            ("probabilities", Probabilities, other.Probabilities),
            ("spacing", Text(Spacing), Text(other.Spacing)), ("tolerance", Tolerance, other.Tolerance),
            ("number of images", Images, other.Images), ("shard", Shard, other.Shard),
        ];
        foreach ((string what, object? here, object? there) in all)
            if (!Equals(here, there)) return $"its {what}: {here ?? "none"}, not {there ?? "none"}";
        return null;

        static string? Text<T>(IEnumerable<T>? values) => values is null ? null : string.Join(", ", values);
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(EvaluationHeader))]
[JsonSerializable(typeof(ImageScores))]
sealed partial class EvaluationStateJson : JsonSerializerContext;
