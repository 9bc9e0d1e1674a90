using SegLab.Losses;
using Spectre.Console;

namespace SegLab.Cli.Output;

/// <summary>What the catalogue says of a loss, as a page in the terminal.</summary>
static class Explanation
{
    const int NarrowDefault = 17;

    /// <summary>Writes title, text form, perhaps a mark, formula, facts and options.</summary>
    /// <param name="console">Where it goes.</param>
    /// <param name="entry">What the catalogue says.</param>
    /// <param name="loss">The loss, perhaps with options of its own.</param>
    /// <param name="mark">What follows the text form.</param>
    /// <param name="symbols">What the symbols of the formula mean.</param>
    /// <param name="narrow">Whether there is little room.</param>
    public static void Write<TLoss>(IAnsiConsole console, CatalogEntry<TLoss> entry, TLoss loss, Text mark, string symbols, bool narrow)
        where TLoss : class
    {
        console.WriteLine();
        console.Write(new Text(entry.Title, new Style(decoration: Decoration.Bold)));
        console.Write(new Text($"   {loss}   "));
        console.Write(mark);
        console.WriteLine();
        console.WriteLine();
        console.Write(new Padder(new Text(entry.Formula, new Style(Color.Green))).Padding(4, 0));
        console.Write(new Padder(new Text(symbols, new Style(Color.Grey))).Padding(4, 0, 0, 1));
        console.Write(Facts(entry));
        foreach (string note in entry.Notes) console.Write(new Padder(new Text(note)).Padding(2, 1, 0, 0));
        console.Write(Options(entry, narrow));
    }

    /// <summary>When to use it, its other names, and where it is from.</summary>
    static Grid Facts<TLoss>(CatalogEntry<TLoss> entry)
        where TLoss : class
    {
        Grid facts = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        Add("Use when", entry.UseWhen);
        if (entry.Aliases.Count > 0) Add("Also read as", string.Join(", ", entry.Aliases));
        Add("Source", entry.Paper);
        return facts;

        void Add(string what, string text) => facts.AddRow(new Text(what, new Style(Color.Grey)), new Text(text));
    }

    /// <summary>The options as a table; what they take goes below what they mean where there is little room.</summary>
    static Table Options<TLoss>(CatalogEntry<TLoss> entry, bool narrow)
        where TLoss : class
    {
        Table table = new Table().Border(TableBorder.Simple).LeftAligned();
        table.AddColumn(new TableColumn("option").NoWrap());
        if (!narrow) table.AddColumn("values");
        table.AddColumn(new TableColumn("default") { Width = narrow ? NarrowDefault : null });
        table.AddColumn("meaning");
        foreach (CatalogParameter<TLoss> parameter in entry.Parameters)
        {
            var name = new Text(parameter.Name, new Style(decoration: Decoration.Bold));
            var values = new Text(parameter.Values.ToString(), narrow ? new Style(Color.Grey) : null);
            Text fallback = new(parameter.Default), meaning = new(parameter.Description);
            if (narrow) table.AddRow(name, fallback, new Rows(meaning, values));
            else table.AddRow(name, values, fallback, meaning);
        }

        return table;
    }
}
