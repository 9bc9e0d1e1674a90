using SegLab.Training.Checkpoints;

namespace SegLab.Training.Comparison;

/// <summary>What decides the course of a comparison, as it stands in <c>comparison.json</c>.</summary>
sealed record ComparisonPlan
{
    /// <summary>The losses in text form.</summary>
    public required IReadOnlyList<string> Losses { get; init; }

    /// <summary>Runs a loss.</summary>
    public required int Seeds { get; init; }

    /// <summary>The network that is trained.</summary>
    public required NetworkShape Network { get; init; }

    /// <summary>The fingerprint of the dataset.</summary>
    public required string Dataset { get; init; }

    /// <summary>The fingerprint of the weights that runs start from; null where they are drawn.</summary>
    public string? Start { get; init; }

    /// <summary>The settings; the number of threads is 1 here, since the result does not depend on it.</summary>
    public required TrainingSettings Settings { get; init; }
}
