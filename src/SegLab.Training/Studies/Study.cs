namespace SegLab.Training.Studies;

/// <summary>
/// An experiment that answers one question about losses with figures. A new one is a class in a folder of its own and a line in
/// <see cref="StudyCatalog.All"/>; the command, its options, the tables and the page follow.
/// </summary>
public abstract class Study
{
    private protected Study()
    {
    }

    /// <summary>Its name on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>What it looks at, in a few words.</summary>
    public abstract string Title { get; }

    /// <summary>What it answers.</summary>
    public abstract string Question { get; }

    /// <summary>What can be set, in the order in which it is listed.</summary>
    public abstract IReadOnlyList<StudyParameter> Parameters { get; }

    /// <summary>Runs it. The same arguments give the same result, to the last digit.</summary>
    /// <param name="arguments">What differs from the defaults.</param>
    /// <param name="progress">Is told after each step.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="ArgumentException">The arguments do not go together; the message names them.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public abstract StudyResult Run(StudyArguments arguments, IProgress<StudyProgress>? progress = null, CancellationToken cancellation = default);
}
