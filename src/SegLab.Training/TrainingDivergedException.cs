namespace SegLab.Training;

/// <summary>Training has run into numbers that are not finite. The last checkpoint, if any, was written before that.</summary>
public sealed class TrainingDivergedException : Exception
{
    /// <summary>Says what happened and what to do.</summary>
    public TrainingDivergedException(string message) : base(message) { }

    /// <summary>Says what happened and what to do, and keeps the cause.</summary>
    public TrainingDivergedException(string message, Exception cause) : base(message, cause) { }
}
