using Microsoft.AspNetCore.Components;

namespace SegLab.Studio.Charts;

/// <summary>How many values lie in each of equal intervals: bars for the first series, outlines for others.</summary>
public sealed partial class Histogram : ComponentBase
{
    const double CharacterWidth = 6.8, TickWidth = 56, BinWidth = 14;

    Axis horizontal = null!, vertical = null!;
    double[] edges = [];
    int[][] counts = [];
    int every = 1;
    double left, right, top, bottom;

    /// <summary>What it shows.</summary>
    [Parameter, EditorRequired] public string Title { get; set; } = "";

    /// <summary>What the values are.</summary>
    [Parameter, EditorRequired] public string XTitle { get; set; } = "";

    /// <summary>What is counted.</summary>
    [Parameter, EditorRequired] public string YTitle { get; set; } = "";

    /// <summary>The values.</summary>
    [Parameter, EditorRequired] public IReadOnlyList<HistogramSeries> Series { get; set; } = [];

    /// <summary>Width in pixels.</summary>
    [Parameter] public double Width { get; set; } = 640;

    /// <summary>Height in pixels.</summary>
    [Parameter] public double Height { get; set; } = 280;

    /// <summary>The intervals do not begin below this.</summary>
    [Parameter] public double Lowest { get; set; } = double.NegativeInfinity;

    /// <summary>The intervals do not end above this.</summary>
    [Parameter] public double Highest { get; set; } = double.PositiveInfinity;

    string Description => string.Join("; ", Enumerable.Range(0, Math.Max(0, edges.Length - 1)).Where(bin => counts.Any(count => count[bin] > 0)).Select(Describe));

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        IEnumerable<double> values = Series.SelectMany(series => series.Values).Where(double.IsFinite);
        int most = Series.Select(series => series.Values.Count(double.IsFinite)).DefaultIfEmpty(0).Max();

        // The rule of Rice: twice the cube root of their number.
        int bins = Math.Clamp((int)Math.Ceiling(2 * Math.Cbrt(most)), 4, (int)Math.Max(4, Width / BinWidth / 2));
        horizontal = Axis.Linear(values, bins, Lowest, Highest);
        edges = [.. horizontal.Ticks.Prepend(horizontal.Minimum).Append(horizontal.Maximum).Distinct().Order()];
        counts = [.. Series.Select(series => Count(series.Values))];
        vertical = Axis.Whole(counts.SelectMany(count => count).Select(count => (double)count).Append(0), 4);
        left = 12 + CharacterWidth * vertical.Ticks.Max(tick => vertical.Label(tick).Length);
        (right, top, bottom) = (Width - 20, 24, Height - 40);
        every = Math.Max(1, (int)Math.Ceiling(TickWidth * (edges.Length - 1) / (right - left)));
    }

    int[] Count(IEnumerable<double> values)
    {
        int[] found = new int[Math.Max(1, edges.Length - 1)];
        foreach (double value in values.Where(double.IsFinite))
        {
            int place = Array.BinarySearch(edges, value);
            found[Math.Clamp(place >= 0 ? place : ~place - 1, 0, found.Length - 1)]++;
        }

        return found;
    }

    IEnumerable<(double X, double Y)> Outline(int[] count)
    {
        yield return (X(edges[0]), bottom);
        for (int bin = 0; bin < count.Length; bin++)
        {
            yield return (X(edges[bin]), Y(count[bin]));
            yield return (X(edges[bin + 1]), Y(count[bin]));
        }

        yield return (X(edges[^1]), bottom);
    }

    string Describe(int bin) => $"{Svg.Number(edges[bin])} to {Svg.Number(edges[bin + 1])}: "
        + string.Join(", ", Series.Select((series, i) => Series.Count == 1 ? Figures.Count(counts[i][bin]) : $"{Figures.Count(counts[i][bin])} of {series.Name}"));

    double X(double value) => horizontal.Position(value, left, right);

    double Y(double value) => vertical.Position(value, bottom, top);
}
