namespace SegLab.Studio.Charts;

/// <summary>Where a drawing lies in the one that it is a part of.</summary>
/// <param name="X">Its left edge in pixels.</param>
/// <param name="Y">Its upper edge in pixels.</param>
public sealed record Inset(double X, double Y);
