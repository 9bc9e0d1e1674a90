namespace SegLab.Imaging.Datasets;

/// <summary>
/// A folder cannot be used as a dataset. The message says what to change, a line for each of the first ten files at fault.
/// </summary>
public sealed class DatasetException : Exception
{
    const int Shown = 10;

    /// <summary>A fault of the dataset as a whole.</summary>
    public DatasetException(string message) : base(message) => Faults = [];

    /// <summary>Faults of single files.</summary>
    /// <param name="dataset">The folder.</param>
    /// <param name="faults">A line for each file at fault.</param>
    public DatasetException(string dataset, IReadOnlyList<string> faults) : base(Describe(dataset, faults)) => Faults = faults;

    /// <summary>All faults of single files, also those that the message leaves out.</summary>
    public IReadOnlyList<string> Faults { get; }

    static string Describe(string dataset, IReadOnlyList<string> faults)
    {
        IEnumerable<string> lines = faults.Take(Shown).Select(fault => "  " + fault);
        if (faults.Count > Shown) lines = lines.Append($"  and {faults.Count - Shown} more");
        string count = faults.Count == 1 ? "1 file" : $"{faults.Count} files";
        return $"{dataset}: {count} cannot be used:\n{string.Join('\n', lines)}";
    }
}
