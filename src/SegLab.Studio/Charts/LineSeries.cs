namespace SegLab.Studio.Charts;

/// <summary>A line of a <see cref="LineChart"/>.</summary>
/// <param name="Name">Its name in full.</param>
/// <param name="Points">Its points with X ascending; one that is not finite interrupts it.</param>
public sealed record LineSeries(string Name, IReadOnlyList<(double X, double Y)> Points)
{
    /// <summary>Its name at the line's end, where room is short.</summary>
    public string Label { get; init; } = Name;

    /// <summary>Lines that this one sums up, such as single runs under their mean; drawn thin.</summary>
    public IReadOnlyList<IReadOnlyList<(double X, double Y)>> Traces { get; init; } = [];

    /// <summary>Index of its colour, so that it keeps it from chart to chart; its place in the chart when null.</summary>
    public int? Colour { get; init; }
}
