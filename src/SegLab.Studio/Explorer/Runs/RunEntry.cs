using SegLab.Imaging.Evaluation;
using SegLab.Training.Comparison;

namespace SegLab.Studio.Explorer.Runs;

/// <summary>A result as it was last read.</summary>
/// <param name="Found">Where it lies, and what it is.</param>
sealed record RunEntry(FoundRun Found)
{
    /// <summary>Where the explorer shows it.</summary>
    public string Address => $"runs?run={Found.Id}";

    /// <summary>Whether there is more to come.</summary>
    public required RunState State { get; init; }

    /// <summary>When it changed last (UTC).</summary>
    public required DateTime Changed { get; init; }

    /// <summary>Its figures in short; null before the first.</summary>
    public RunHeadline? Headline { get; init; }

    /// <summary>Why it cannot be read.</summary>
    public string? Fault { get; init; }

    /// <summary>What a comparison came to so far.</summary>
    public ComparisonSnapshot? Comparison { get; init; }

    /// <summary>What an evaluation came to so far.</summary>
    public EvaluationResult? Evaluation { get; init; }

    /// <summary>How many images of an evaluation are done.</summary>
    public int Done { get; init; }

    /// <summary>How many it will have.</summary>
    public int Expected { get; init; }

    /// <summary>The page that <c>compare</c> leaves at its end, if it is there.</summary>
    public string? Report { get; init; }
}
