using SegLab.Imaging.Evaluation;

namespace SegLab.Studio.Report;

/// <summary>The classes that any of the masks has; of the others there is nothing to show.</summary>
static class PresentClasses
{
    /// <summary>Their labels, ascending.</summary>
    public static IReadOnlyList<int> Of(EvaluationResult result) =>
        [.. Enumerable.Range(0, result.Figures.Classes.Count).Where(label => IsIn(result.Figures, label) || (result.AgainstFigures is { } other && IsIn(other, label)))];

    static bool IsIn(PredictionFigures figures, int label) => figures.Classes[label] is { TruePixels: > 0 } or { PredictedPixels: > 0 };
}
