using Spectre.Console;

namespace SegLab.Cli.Output;

/// <summary>A curve of a <see cref="TerminalPlot"/>.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Points">Its points from left to right; it has a gap where a number is not finite.</param>
/// <param name="Color">Its colour, on terminals that have colours.</param>
/// <param name="Dashed">Whether it is broken, which tells it from another without colours.</param>
sealed record PlotSeries(string Name, IReadOnlyList<(double X, double Y)> Points, Color Color, bool Dashed = false);
