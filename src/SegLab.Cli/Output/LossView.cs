using SegLab.Losses;
using SegLab.Training.Probes;
using Spectre.Console;

namespace SegLab.Cli.Output;

/// <summary>One loss, explained: what it computes, when to use it, its options, and what it makes of a pixel.</summary>
static class LossView
{
    const int SideBySide = 124, PlotWidth = 60, PlotHeight = 15, SmallPlotWidth = 48, FileWidth = 160;

    const string Symbols =
        "p: probability of a class; p_t: of the true one; y: target; I = sum p y, P = sum p, Y = sum y; TP = I, FP = P - I, FN = Y - I";

    public static void Show(LossEntry entry, ElementaryLoss loss) => Show(StandardOutput.Open(FileWidth), entry, loss);

    public static void Show(IAnsiConsole console, LossEntry entry, ElementaryLoss loss)
    {
        Text family = new(CatalogView.FamilyName(entry.Family), new Style(CatalogView.FamilyColor(entry.Family)));
        Explanation.Write(console, entry, loss, family, Symbols, narrow: console.Profile.Width < SideBySide);
        Plot(console, entry, loss);
    }

    static void Plot(IAnsiConsole console, LossEntry entry, ElementaryLoss loss)
    {
        ProbeImageKind kind = ProbeImage.KindFor(entry.Family);
        if (loss.Reduction == Reduction.None) loss = loss with { Reduction = Reduction.Mean };
        LossCurve positive, negative;
        try
        {
            positive = LossCurve.Of(loss, ProbeImage.Of(kind, positive: true));
            negative = LossCurve.Of(loss, ProbeImage.Of(kind, positive: false));
        }
        catch (Exception wrong) when (wrong is ArgumentException or InvalidOperationException)
        {
            console.WriteLine($"No plot with these options: {wrong.Message}");
            return;
        }

        bool wide = console.Profile.Width >= SideBySide;
        TerminalPlot value = New("loss", point => point.Loss);
        TerminalPlot slope = New("d loss / d logit", point => point.SlopeByLogit);
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

        console.Write(new Text($"The plots are of {ProbeImage.Of(kind, positive: true).Description}.", new Style(Color.Grey)));
        console.WriteLine();

        TerminalPlot New(string title, Func<LossCurvePoint, double> height) => new()
        {
            Title = title,
            Across = "predicted probability of the foreground",
            Series =
            [
                new PlotSeries("foreground pixel", Of(positive, height), Color.Teal),
                new PlotSeries("background pixel", Of(negative, height), Color.Maroon, Dashed: true),
            ],
            Width = wide ? SmallPlotWidth : PlotWidth,
            Height = PlotHeight,
        };

        (double, double)[] Of(LossCurve curve, Func<LossCurvePoint, double> height) => [.. curve.Points.Select(point => (point.Probability, height(point)))];
    }
}
