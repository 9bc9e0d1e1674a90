using Microsoft.AspNetCore.Components;

namespace SegLab.Studio.Charts;

/// <summary>Lines over a common horizontal axis, each labelled at its end.</summary>
public sealed partial class LineChart : ComponentBase
{
    const double CharacterWidth = 6.8, LabelGap = 14;
    const int MostDots = 15;

    Axis horizontal = null!, vertical = null!;
    Line[] lines = [];
    double left, right, top, bottom;
    int labelLength;

    /// <summary>What it shows.</summary>
    [Parameter, EditorRequired] public string Title { get; set; } = "";

    /// <summary>What the horizontal axis counts, with its unit.</summary>
    [Parameter, EditorRequired] public string XTitle { get; set; } = "";

    /// <summary>What the vertical axis measures, with its unit.</summary>
    [Parameter, EditorRequired] public string YTitle { get; set; } = "";

    /// <summary>The lines.</summary>
    [Parameter, EditorRequired] public IReadOnlyList<LineSeries> Series { get; set; } = [];

    /// <summary>Width in pixels.</summary>
    [Parameter] public double Width { get; set; } = 640;

    /// <summary>Height in pixels; more is taken where the labels need it.</summary>
    [Parameter] public double Height { get; set; } = 340;

    /// <summary>Whether the lines have their names at their ends.</summary>
    [Parameter] public bool Labelled { get; set; } = true;

    /// <summary>The vertical axis does not go below this.</summary>
    [Parameter] public double Lowest { get; set; } = double.NegativeInfinity;

    /// <summary>The vertical axis does not go above this.</summary>
    [Parameter] public double Highest { get; set; } = double.PositiveInfinity;

    /// <summary>Whether the horizontal axis counts something, and so has whole numbers alone.</summary>
    [Parameter] public bool Whole { get; set; } = true;

    /// <summary>The ends of the horizontal axis where it has no whole numbers; those of the lines when null.</summary>
    [Parameter] public (double Low, double High)? Across { get; set; }

    /// <summary>Whether single points are marked: all where they are few, otherwise the last.</summary>
    [Parameter] public bool Dotted { get; set; } = true;

    string Description => string.Join("; ", lines.Where(line => line.Last is not null).Select(line =>
        $"{line.Name}: {Figures.Score(line.Last!.Value.Y)} at {XTitle.ToLowerInvariant()} {Svg.Number(line.Last.Value.X)}"));

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        if (Labelled) Height = Math.Max(Height, Series.Count * LabelGap + 70);
        (double X, double Y)[] points = [.. Series.SelectMany(s => s.Traces.Prepend(s.Points)).SelectMany(trace => trace).Where(IsDrawn)];
        vertical = Axis.Linear(points.Select(point => point.Y), Math.Max(2, (int)(Height / 60)), Lowest, Highest);
        IEnumerable<double> across = points.Select(point => point.X);
        int steps = Math.Max(3, (int)(Width / 120));
        horizontal = Whole ? Axis.Whole(across, steps)
            : Across is { } ends ? Axis.Linear([ends.Low, ends.High], Math.Max(4, steps), ends.Low, ends.High)
            : Axis.Linear(across, steps);

        labelLength = Width < 500 ? 13 : 26;
        int longest = Series.Select(series => Math.Min(series.Label.Length, labelLength)).DefaultIfEmpty(0).Max();
        left = 12 + CharacterWidth * vertical.Ticks.Max(tick => vertical.Label(tick).Length);
        right = Width - (Labelled ? 20 + CharacterWidth * longest : 11);
        (top, bottom) = (24, Height - 40);
        Draw();
    }

    void Draw()
    {
        lines = [.. Series.Select(Draw)];
        int[] labelled = [.. Enumerable.Range(0, lines.Length).Where(i => lines[i].End is not null)];
        double[] places = LabelSpread.Place([.. labelled.Select(i => lines[i].End!.Value.Y)], LabelGap, top, bottom);
        for (int i = 0; i < labelled.Length; i++) lines[labelled[i]] = lines[labelled[i]] with { LabelY = places[i] };
    }

    Line Draw(LineSeries series, int index)
    {
        (double X, double Y)[] drawn = [.. series.Points.Where(IsDrawn)];
        (double X, double Y)[] dots = !Dotted ? [] : drawn.Length <= MostDots ? drawn : [drawn[^1]];
        return new Line(series.Name, series.Label, SeriesStyle.Classes(series.Colour ?? index))
        {
            Path = Svg.Path(series.Points.Select(Place)),
            Traces = [.. series.Traces.Select(trace => Svg.Path(trace.Select(Place)))],
            Dots = [.. dots.Select(Place)],
            Last = drawn.Length > 0 ? drawn[^1] : null,
            End = drawn.Length > 0 ? Place(drawn[^1]) : null,
        };
    }

    static bool IsDrawn((double X, double Y) point) => double.IsFinite(point.X) && double.IsFinite(point.Y);

    (double X, double Y) Place((double X, double Y) point) => IsDrawn(point) ? (X(point.X), Y(point.Y)) : (double.NaN, double.NaN);

    double X(double value) => horizontal.Position(value, left, right);

    double Y(double value) => vertical.Position(value, bottom, top);

    sealed record Line(string Name, string Label, string Classes)
    {
        public required string Path { get; init; }
        public required string[] Traces { get; init; }
        public required (double X, double Y)[] Dots { get; init; }
        public required (double X, double Y)? Last { get; init; }
        public required (double X, double Y)? End { get; init; }
        public double LabelY { get; init; }
    }
}
