namespace SegLab.Training.Comparison;

/// <summary>What <c>compare</c> found, as it stands in <c>results.json</c>.</summary>
public sealed record ComparisonResult
{
    /// <summary>The version of SegLab that wrote it.</summary>
    public required string Version { get; init; }

    /// <summary>The command that repeats it.</summary>
    public required string Command { get; init; }

    /// <summary>The processor, its vector width and the threads used.</summary>
    public required string Machine { get; init; }

    /// <summary>When it ended (UTC).</summary>
    public required DateTimeOffset Finished { get; init; }

    /// <summary>What was trained on.</summary>
    public required DatasetSummary Dataset { get; init; }

    /// <summary>How it was trained.</summary>
    public required ComparisonSettings Settings { get; init; }

    /// <summary>Numbers that training fits.</summary>
    public required int NetworkParameters { get; init; }

    /// <summary>One entry a loss, the best first.</summary>
    public required IReadOnlyList<LossResult> Ranking { get; init; }

    /// <summary>The runs that broke down; their losses are not in the ranking.</summary>
    public IReadOnlyList<RunFailure> Failures { get; init; } = [];

    /// <summary>Which loss to use, in one sentence that the figures bear out.</summary>
    public required string Advice { get; init; }

    /// <summary>The most memory the process held, in bytes.</summary>
    public required long PeakMemory { get; init; }

    /// <summary>Reads a <c>results.json</c>.</summary>
    /// <exception cref="InvalidDataException">It is not one; the message says where.</exception>
    public static ComparisonResult Load(string path) => ComparisonJson.Read(path, ComparisonJson.Default.ComparisonResult);

    /// <summary>Writes a <c>results.json</c>, whole or not at all.</summary>
    /// <exception cref="IOException">The disk refused it; a file that was there before is intact.</exception>
    public void Save(string path) => ComparisonJson.Write(path, this, ComparisonJson.Default.ComparisonResult);
}
