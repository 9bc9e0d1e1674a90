namespace SegLab.Training.Studies;

/// <summary>What a study found. It holds nothing that differs between two runs with the same arguments.</summary>
public sealed record StudyResult
{
    /// <summary>The study.</summary>
    public required Study Study { get; init; }

    /// <summary>Its parameters, with the values they had.</summary>
    public required StudyArguments Arguments { get; init; }

    /// <summary>What was done, in sentences.</summary>
    public required IReadOnlyList<string> Setup { get; init; }

    /// <summary>The answer: sentences that are computed from the figures, the most important first. What stands between backticks is code.</summary>
    public required IReadOnlyList<string> Verdict { get; init; }

    /// <summary>The figures.</summary>
    public required IReadOnlyList<StudyTable> Tables { get; init; }

    /// <summary>What is drawn of them; the first figure, of one or two charts, is the picture of the study.</summary>
    public required IReadOnlyList<StudyFigure> Figures { get; init; }
}
