namespace SegLab.Studio.Charts;

/// <summary>A column of a <see cref="HeatMap"/>.</summary>
/// <param name="Name">Its name in full.</param>
/// <param name="Label">Its name at the head of the column, where room is short.</param>
public sealed record HeatMapColumn(string Name, string Label);
