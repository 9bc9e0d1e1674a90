using System.Text;
using Microsoft.AspNetCore.Components;

namespace SegLab.Studio.Charts;

/// <summary>A value at places of a plane, as the shaded means of square cells; a cross marks the middle.</summary>
public sealed partial class PositionMap : ComponentBase
{
    // So many places are in a cell of a full disc on average: hardly any cell of it is empty.
    const double PlacesPerCell = 8;

    string[] paths = [];
    int cells;

    /// <summary>What it shows.</summary>
    [Parameter, EditorRequired] public string Title { get; set; } = "";

    /// <summary>Places, from the middle, and their values.</summary>
    [Parameter, EditorRequired] public IReadOnlyList<(double X, double Y, double Value)> Points { get; set; } = [];

    /// <summary>The largest distance from the middle that is shown, along both axes.</summary>
    [Parameter, EditorRequired] public double Reach { get; set; } = 1;

    /// <summary>The lowest value of each shade but the first, ascending; nine at most.</summary>
    [Parameter, EditorRequired] public IReadOnlyList<double> Limits { get; set; } = [];

    /// <summary>Width and height in pixels.</summary>
    [Parameter] public double Width { get; set; } = 260;

    string Description => Points.Count == 0 ? "empty" : $"mean {Figures.FineScore(Points.Average(point => point.Value))}, largest {Figures.FineScore(Points.Max(point => point.Value))}";

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        var written = new StringBuilder[Limits.Count + 1];
        for (int i = 0; i < written.Length; i++) written[i] = new StringBuilder();
        cells = Math.Clamp((int)Math.Sqrt(Points.Count / (PlacesPerCell * Math.PI / 4)), 6, 60);
        double size = Width / cells;
        foreach (var cell in Points.GroupBy(point => (Column: Cell(point.X), Row: Cell(point.Y))).OrderBy(cell => cell.Key))
        {
            double mean = cell.Average(point => point.Value);
            written[Limits.Count(limit => mean >= limit)].Append(
                $"M{Svg.Number(cell.Key.Column * size)} {Svg.Number(cell.Key.Row * size)}h{Svg.Number(size)}v{Svg.Number(size)}h{Svg.Number(-size)}z");
        }

        paths = [.. written.Select(path => path.ToString())];
    }

    int Cell(double offset) => Math.Clamp((int)((offset / Reach + 1) / 2 * cells), 0, cells - 1);
}
