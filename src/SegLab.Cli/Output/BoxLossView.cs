using SegLab.Boxes;
using SegLab.Cli.Commands;
using Spectre.Console;

namespace SegLab.Cli.Output;

/// <summary>One box loss, explained: what it computes, when to use it, its options, and what it makes of a box that slides away from its target.</summary>
static class BoxLossView
{
    const int SideBySide = 124, PlotWidth = 60, PlotHeight = 15, SmallPlotWidth = 48, FileWidth = 160;

    const string Symbols =
        "I: intersection; U: union; C: area of the enclosing box, cw and ch its sides, c its diagonal; rho, dx, dy: between the centers; w, h: prediction; "
        + "W, H: target; d1, d2: between the corners; d: difference of a number; a: power";

    public static void Show(BoxLossEntry entry, BoxLoss loss) => Show(StandardOutput.Open(FileWidth), entry, loss);

    public static void Show(IAnsiConsole console, BoxLossEntry entry, BoxLoss loss)
    {
        bool wide = console.Profile.Width >= SideBySide;
        Explanation.Write(console, entry, loss, Text.Empty, Symbols, narrow: !wide);

        BoxLossCurve same = BoxLossCurve.Of(loss, 1), half = BoxLossCurve.Of(loss, 0.5);
        TerminalPlot value = New("loss", same.Value, half.Value), slope = New("d loss / d center x", same.Slope, half.Slope);
        if (wide)
        {
            console.Write(new Grid().AddColumn().AddColumn().AddRow(value, slope));
        }
        else
        {
            console.Write(value);
            console.WriteLine();
            console.Write(slope);
        }

        console.Write(new Text("The plots are of a square that slides away from a target of 1 by 1, a tenth above its center.", new Style(Color.Grey)));
        console.WriteLine();

        TerminalPlot New(string title, IReadOnlyList<(double, double)> same, IReadOnlyList<(double, double)> half) => new()
        {
            Title = title,
            Across = "how far the centers are apart, in widths of the target",
            Series = [new PlotSeries("as large as the target", same, Color.Teal), new PlotSeries("half as wide and high", half, Color.Maroon, Dashed: true)],
            Width = wide ? SmallPlotWidth : PlotWidth,
            Height = PlotHeight,
        };
    }
}
