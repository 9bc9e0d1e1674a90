namespace SegLab.Studio.Charts;

/// <summary>What a colour stands for.</summary>
/// <param name="Name">The meaning.</param>
/// <param name="Colour">The colour as style sheets write it.</param>
public sealed record LegendEntry(string Name, string Colour);
