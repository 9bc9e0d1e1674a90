namespace SegLab.Imaging.Evaluation;

/// <summary>Masks cannot be evaluated. The message says what to change, a line for each of the first files at fault.</summary>
public sealed class EvaluationException : Exception
{
    const int Shown = 20;

    /// <summary>A fault of the evaluation as a whole.</summary>
    public EvaluationException(string message) : base(message) => Faults = [];

    /// <summary>Faults of single files.</summary>
    /// <param name="faults">A line for each file at fault.</param>
    public EvaluationException(IReadOnlyList<string> faults) : base(Describe(faults)) => Faults = faults;

    /// <summary>All faults of single files, also those that the message leaves out.</summary>
    public IReadOnlyList<string> Faults { get; }

    internal static string Describe(IReadOnlyList<string> faults)
    {
        IEnumerable<string> lines = faults.Take(Shown).Select(fault => "  " + fault);
        if (faults.Count > Shown) lines = lines.Append($"  and {faults.Count - Shown} more");
        return $"{(faults.Count == 1 ? "1 mask" : $"{faults.Count} masks")} cannot be used:\n{string.Join('\n', lines)}";
    }
}
