using System.Text.Json;
using SegLab.Studio.Charts;
using SegLab.Studio.Plots;
using SegLab.Training.Probes;
using Spectre.Console;

namespace SegLab.Cli.Output;

/// <summary>A plot of losses on the standard output: drawn with characters, or as JSON.</summary>
static class LossPlotView
{
    const int SideBySide = 124, PlotWidth = 60, SmallPlotWidth = 48, PlotHeight = 16, FileWidth = 100;

    static readonly Color[] colors = [Color.Teal, Color.Olive, Color.Green, Color.Purple, Color.Navy, Color.Maroon, Color.Silver, Color.Grey];

    public static void Show(LossPlot plot) => Show(StandardOutput.Open(FileWidth), plot);

    public static void Show(IAnsiConsole console, LossPlot plot)
    {
        console.WriteLine();
        console.Write(new Text(plot.Title, new Style(decoration: Decoration.Bold)));
        console.WriteLine();
        console.Write(new Text(plot.Note, new Style(Color.Grey)));
        console.WriteLine();
        bool wide = console.Profile.Width >= SideBySide;
        foreach (LossPlotPanel[] row in plot.Panels.Chunk(wide ? 2 : 1))
        {
            console.WriteLine();
            if (row is [var left, var right]) console.Write(new Grid().AddColumn().AddColumn().AddRow(Draw(left.Chart, SmallPlotWidth), Draw(right.Chart, SmallPlotWidth)));
            else console.Write(Draw(row[0].Chart, PlotWidth));
            console.WriteLine();
        }
    }

    public static void WriteJson(LossPlot plot) => JsonOutput.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("title", plot.Title);
        json.WriteString("image", ProbeImage.Of(plot.Image, positive: true).Description);
        json.WriteStartArray("curves");
        foreach (LossPlotCurve curve in plot.Curves)
        {
            json.WriteStartObject();
            json.WriteString("loss", curve.Name);
            json.WriteString("pixel", curve.Positive ? "positive" : "negative");
            WriteNumbers(json, "probability", curve, point => point.Probability);
            WriteNumbers(json, "logit", curve, point => point.Logit);
            WriteNumbers(json, "value", curve, point => point.Loss);
            WriteNumbers(json, "slopeByProbability", curve, point => point.SlopeByProbability);
            WriteNumbers(json, "slopeByLogit", curve, point => point.SlopeByLogit);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    static void WriteNumbers(Utf8JsonWriter json, string name, LossPlotCurve curve, Func<LossCurvePoint, double> number)
    {
        // A line, not a line a number.
        json.WritePropertyName(name);
        json.WriteRawValue($"[{string.Join(", ", curve.Curve.Points.Select(point => JsonSerializer.Serialize(number(point))))}]");
    }

    static TerminalPlot Draw(ChartPanel panel, int width) => new()
    {
        Title = $"{panel.YTitle}, {char.ToLowerInvariant(panel.Title[0])}{panel.Title[1..]}",
        Across = panel.XTitle,
        Series = [.. panel.Series.Select((series, i) => new PlotSeries(series.Name, series.Points, colors[i % colors.Length], Dashed: i >= colors.Length))],
        Width = width,
        Height = PlotHeight,
    };
}
