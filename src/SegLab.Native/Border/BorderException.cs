namespace SegLab.Native;

/// <summary>Something is wrong with what a caller passed that only this border can see.</summary>
sealed class BorderException(Status status, string message) : Exception(message)
{
    public Status Status { get; } = status;
}
