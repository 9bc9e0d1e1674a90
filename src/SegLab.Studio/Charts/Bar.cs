namespace SegLab.Studio.Charts;

/// <summary>A bar of a <see cref="BarChart"/>.</summary>
/// <param name="Name">What was counted.</param>
/// <param name="Value">Its length, from 0.</param>
/// <param name="Mark">A word that sets it apart from the others, if any.</param>
public sealed record Bar(string Name, double Value, string? Mark = null);
