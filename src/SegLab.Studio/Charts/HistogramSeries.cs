namespace SegLab.Studio.Charts;

/// <summary>Values that a <see cref="Histogram"/> counts.</summary>
/// <param name="Name">What they are of.</param>
/// <param name="Values">The values; they may be gone through more than once, and those that are not finite are not counted.</param>
public sealed record HistogramSeries(string Name, IEnumerable<double> Values);
