namespace SegLab.Training.Comparison;

/// <summary>Whether a comparison is still trained.</summary>
public enum ComparisonState
{
    /// <summary>A process of this machine works on it.</summary>
    Running,

    /// <summary>No process of this machine works on it, and it is not over; <c>--resume</c> goes on with it.</summary>
    Stopped,

    /// <summary>It is over.</summary>
    Done,
}
