using SegLab.Cli.Commands;
using SegLab.Losses;
using Spectre.Console;

namespace SegLab.Cli.Output;

/// <summary>One loss, explained: what it computes, when to use it, its options, and what it makes of a pixel.</summary>
static class LossView
{
    const int SideBySide = 124, PlotWidth = 60, PlotHeight = 15, SmallPlotWidth = 48, NarrowDefault = 17, FileWidth = 160;

    public static void Show(LossEntry entry, ElementaryLoss loss)
    {
        IAnsiConsole console = StandardOutput.Open(FileWidth);
        console.WriteLine();
        console.Write(new Text(entry.Title, new Style(decoration: Decoration.Bold)));
        console.Write(new Text($"   {loss}   "));
        console.Write(new Text(CatalogView.FamilyName(entry.Family), new Style(CatalogView.FamilyColor(entry.Family))));
        console.WriteLine();
        console.WriteLine();
        console.Write(new Padder(new Text(entry.Formula, new Style(Color.Green))).Padding(4, 0));
        console.WriteLine();
        console.Write(Facts(entry));
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
            Text fallback = new(parameter.Default), values = new(parameter.Values, narrow ? new Style(Color.Grey) : null), meaning = new(parameter.Description);
            if (narrow) table.AddRow(name, fallback, new Rows(meaning, values));
            else table.AddRow(name, values, fallback, meaning);
        }

        return table;
    }

    static void Plot(IAnsiConsole console, LossEntry entry, ElementaryLoss loss)
    {
        string output = LossCurve.OutputOf(entry, loss);
        ProbeScene scene = ProbeScene.For(entry.Family, positive: true);
        LossCurve positive, negative;
        try
        {
            positive = LossCurve.Of(loss, output, scene);
            negative = LossCurve.Of(loss, output, ProbeScene.For(entry.Family, positive: false));
        }
        catch (ArgumentException wrong)
        {
            console.WriteLine($"No plot with these options: {wrong.Message}");
            return;
        }

        bool wide = console.Profile.Width >= SideBySide;
        TerminalPlot value = New("loss", positive.Value, negative.Value), slope = New($"d loss / d {output}", positive.Slope, negative.Slope);
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

        console.Write(new Text($"The plots are of {scene.Description}.", new Style(Color.Grey)));
        console.WriteLine();

        TerminalPlot New(string title, IReadOnlyList<(double, double)> positive, IReadOnlyList<(double, double)> negative) => new()
        {
            Title = title,
            Across = "predicted probability of the foreground",
            Series =
            [
                new PlotSeries("foreground pixel", positive, Color.Teal),
                new PlotSeries("background pixel", negative, Color.Maroon, Dashed: true),
            ],
            Width = wide ? SmallPlotWidth : PlotWidth,
            Height = PlotHeight,
        };
    }
}
