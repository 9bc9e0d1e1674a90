namespace SegLab.Imaging.Evaluation;

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
