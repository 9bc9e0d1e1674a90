using SegLab.Losses;
using SegLab.Training.Probes;
using Spectre.Console;

namespace SegLab.Cli.Output;

/// <summary>One loss, explained: what it computes, when to use it, its options, and what it makes of a pixel.</summary>
static class LossView
{
    const int SideBySide = 124, PlotWidth = 60, PlotHeight = 15, SmallPlotWidth = 48, NarrowDefault = 17, FileWidth = 160;

    const string Symbols =
        "p: probability of a class; p_t: of the true one; y: target; I = sum p y, P = sum p, Y = sum y; TP = I, FP = P - I, FN = Y - I";

    public static void Show(LossEntry entry, ElementaryLoss loss) => Show(StandardOutput.Open(FileWidth), entry, loss);

    public static void Show(IAnsiConsole console, LossEntry entry, ElementaryLoss loss)
    {
        console.WriteLine();
        console.Write(new Text(entry.Title, new Style(decoration: Decoration.Bold)));
        console.Write(new Text($"   {loss}   "));
        console.Write(new Text(CatalogView.FamilyName(entry.Family), new Style(CatalogView.FamilyColor(entry.Family))));
        console.WriteLine();
        console.WriteLine();
        console.Write(new Padder(new Text(entry.Formula, new Style(Color.Green))).Padding(4, 0));
        console.Write(new Padder(new Text(Symbols, new Style(Color.Grey))).Padding(4, 0, 0, 1));
        console.Write(Facts(entry));
        foreach (string note in entry.Notes) console.Write(new Padder(new Text(note)).Padding(2, 1, 0, 0));
        console.Write(Options(entry, narrow: console.Profile.Width < SideBySide));
        Plot(console, entry, loss);
    }

    static Grid Facts(LossEntry entry)
    {
        Grid facts = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        Add("Use when", entry.UseWhen);
        if (entry.Aliases.Count > 0) Add("Also read as", string.Join(", ", entry.Aliases));
        Add("Source", entry.Paper);
        return facts;

        void Add(string what, string text) => facts.AddRow(new Text(what, new Style(Color.Grey)), new Text(text));
    }

    static Table Options(LossEntry entry, bool narrow)
    {
        Table table = new Table().Border(TableBorder.Simple).LeftAligned();
        table.AddColumn(new TableColumn("option").NoWrap());
        if (!narrow) table.AddColumn("values");
        table.AddColumn(new TableColumn("default") { Width = narrow ? NarrowDefault : null });
        table.AddColumn("meaning");
        foreach (LossParameter parameter in entry.Parameters)
        {
            var name = new Text(parameter.Name, new Style(decoration: Decoration.Bold));
            var values = new Text(parameter.Values, narrow ? new Style(Color.Grey) : null);
            Text fallback = new(parameter.Default), meaning = new(parameter.Description);
            if (narrow) table.AddRow(name, fallback, new Rows(meaning, values));
            else table.AddRow(name, values, fallback, meaning);
        }

        return table;
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
