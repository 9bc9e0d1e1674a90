namespace SegLab.Studio.Charts;

/// <summary>A row of a <see cref="DotIntervalChart"/>: a value with the interval it may lie in.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">The estimate.</param>
/// <param name="Low">Lower end of its interval.</param>
/// <param name="High">Upper end of its interval.</param>
public sealed record IntervalPoint(string Name, double Value, double Low, double High)
{
    /// <summary>Index of its colour; its place in the chart when null.</summary>
    public int? Colour { get; init; }
}
