namespace SegLab.Studio.Charts;

/// <summary>A row of a <see cref="HeatMap"/>.</summary>
/// <param name="Name">What the row stands for.</param>
/// <param name="Values">A value a column; null or NaN where there is none.</param>
public sealed record HeatMapRow(string Name, IReadOnlyList<double?> Values)
{
    /// <summary>A figure that belongs to the row as a whole, as text.</summary>
    public string? Note { get; init; }

    /// <summary>A word that sets the row apart from the others, if any.</summary>
    public string? Mark { get; init; }
}
