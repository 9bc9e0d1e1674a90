using SegLab.Studio.Charts;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace SegLab.Cli.Output;

/// <summary>Curves drawn with characters: braille dots where the output is UTF-8, and a mark for each curve elsewhere.</summary>
sealed class TerminalPlot : Renderable
{
    const string Marks = "*o+x#@%&=abcdefg";
    const int LeastWidth = 20;
    const double Noise = 1e-5, NearZero = 0.1;
    static readonly Style frame = new(Color.Grey);

    /// <summary>What the curves show.</summary>
    public required string Title { get; init; }

    /// <summary>What runs from left to right.</summary>
    public required string Across { get; init; }

    /// <summary>The curves; later ones are drawn over earlier ones.</summary>
    public required IReadOnlyList<PlotSeries> Series { get; init; }

    /// <summary>The cells in a row of the plot itself, without the labels on its left.</summary>
    public int Width { get; init; } = 60;

    /// <summary>The rows of the plot itself, without title, legend and axis.</summary>
    public int Height { get; init; } = 15;

    protected override Measurement Measure(RenderOptions options, int maxWidth)
    {
        int width = Math.Min(maxWidth, Width + LabelWidth(VerticalAxis()) + 2);
        return new Measurement(width, width);
    }

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        bool unicode = options.Unicode;
        Axis across = Axis.Linear(Series.SelectMany(series => series.Points).Select(point => point.X)), up = VerticalAxis();
        int labels = LabelWidth(up), width = Math.Clamp(maxWidth - labels - 2, LeastWidth, Width);
        string indent = new(' ', labels + 2);
        yield return new Segment(indent + Title, new Style(decoration: Decoration.Bold));
        yield return Segment.LineBreak;
        foreach (Segment segment in Legend(indent, width, unicode)) yield return segment;
        DotGrid[] grids = [.. Series.Select(series => Draw(series, across, up, new DotGrid(width, Height, unicode)))];
        ILookup<int, double> ticks = up.Ticks.ToLookup(tick => RowOf(tick, up));
        int zero = up.Minimum < 0 && up.Maximum > 0 ? RowOf(0, up) : -1;
        for (int row = 0; row < Height; row++)
        {
            string label = ticks[row].Any() ? Label(up, ticks[row].First(), unicode) : "";
            yield return new Segment($"{label.PadLeft(labels)} {(unicode ? label != "" ? '┤' : '│' : label != "" ? '+' : '|')}", frame);
            for (int column = 0; column < width; column++) yield return Cell(grids, row, column, unicode, row == zero);
            yield return Segment.LineBreak;
        }

        foreach (Segment segment in HorizontalAxis(across, labels, width, unicode)) yield return segment;
    }

    IEnumerable<Segment> Legend(string indent, int width, bool unicode)
    {
        yield return new Segment(indent);
        int used = 0;
        for (int i = 0; i < Series.Count; i++)
        {
            string sample = !unicode ? $"{Marks[i % Marks.Length]}" : Series[i].Dashed ? "╍╍" : "━━", name = $" {Series[i].Name}   ";
            int cells = sample.Length + name.Length;
            if (used > 0 && used + cells - 3 > width)
            {
                yield return Segment.LineBreak;
                yield return new Segment(indent);
                used = 0;
            }

            yield return new Segment(sample, new Style(Series[i].Color));
            yield return new Segment(name);
            used += cells;
        }

        yield return Segment.LineBreak;
    }

    IEnumerable<Segment> HorizontalAxis(Axis across, int labels, int width, bool unicode)
    {
        char[] line = [.. Enumerable.Repeat(unicode ? '─' : '-', width)], text = [.. Enumerable.Repeat(' ', width + labels + 2)];
        foreach (double tick in across.Ticks)
        {
            int column = (int)Math.Round(across.Position(tick, 0, width - 1));
            string label = Label(across, tick, unicode);
            line[column] = unicode ? '┬' : '+';
            label.CopyTo(0, text, Math.Min(labels + 2 + column - label.Length / 2, text.Length - label.Length), label.Length);
        }

        yield return new Segment($"{new string(' ', labels + 1)}{(unicode ? '└' : '+')}{new string(line)}", frame);
        yield return Segment.LineBreak;
        yield return new Segment(new string(text).TrimEnd(), frame);
        yield return Segment.LineBreak;
        yield return new Segment(new string(' ', labels + 2 + Math.Max(0, (width - Across.Length) / 2)) + Across);
        yield return Segment.LineBreak;
    }

    Segment Cell(DotGrid[] grids, int row, int column, bool unicode, bool isZero)
    {
        int top = Array.FindLastIndex(grids, grid => grid.IsSet(row, column));
        if (top < 0) return isZero ? new Segment(unicode ? "┄" : ".", frame) : new Segment(" ");
        byte dots = grids.Aggregate((byte)0, (all, grid) => (byte)(all | grid[row, column]));
        return new Segment(unicode ? $"{DotGrid.Braille(dots)}" : $"{Marks[top % Marks.Length]}", new Style(Series[top].Color));
    }

    static DotGrid Draw(PlotSeries series, Axis across, Axis up, DotGrid grid)
    {
        grid.Draw(series.Points.Select(point => (across.Position(point.X, 0, grid.Width - 1),
            double.IsFinite(point.Y) ? up.Position(point.Y, grid.Height - 1, 0) : double.NaN)), series.Dashed);
        return grid;
    }

    /// <summary>
    /// From the least to the greatest number, and to 0 where that is near, so that no row is lost; a line of noise stays a line.
    /// </summary>
    Axis VerticalAxis()
    {
        double[] values = [.. Series.SelectMany(series => series.Points).Select(point => point.Y).Where(double.IsFinite).DefaultIfEmpty(0)];
        (double least, double greatest) = (values.Min(), values.Max());
        if (Math.Abs(least) < NearZero * (greatest - least)) least = Math.Min(least, 0);
        if (Math.Abs(greatest) < NearZero * (greatest - least)) greatest = Math.Max(greatest, 0);
        return greatest - least > Noise * Math.Max(Math.Abs(least), Math.Abs(greatest))
            ? Axis.Linear(values, Height / 3, least, greatest)
            : Axis.Linear([least], Height / 3);
    }

    int RowOf(double value, Axis up) => (int)Math.Round(up.Position(value, Height - 1, 0));

    static int LabelWidth(Axis axis) => axis.Ticks.Max(tick => axis.Label(tick).Length);

    static string Label(Axis axis, double tick, bool unicode) => unicode ? axis.Label(tick) : axis.Label(tick).Replace('\u2212', '-');
}
