namespace SegLab.Studio.Charts;

/// <summary>Bars of a <see cref="GroupedBarChart"/> that stand together.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Values">A length a series, from 0; null or NaN where there is none.</param>
/// <param name="Mark">A word that sets the group apart from the others, if any.</param>
public sealed record BarGroup(string Name, IReadOnlyList<double?> Values, string? Mark = null);
