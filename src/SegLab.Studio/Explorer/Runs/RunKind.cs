namespace SegLab.Studio.Explorer.Runs;

/// <summary>What kind of result lies in a folder.</summary>
public enum RunKind
{
    /// <summary>The output folder of <c>seglab compare</c> or <c>seglab train</c>.</summary>
    Comparison,

    /// <summary>A file with what a comparison found, such as a copy of its <c>results.json</c>.</summary>
    ComparisonResult,

    /// <summary>A file that <c>seglab evaluate --state</c> adds to.</summary>
    EvaluationState,

    /// <summary>A file that <c>seglab evaluate --json</c> wrote.</summary>
    Evaluation,
}
