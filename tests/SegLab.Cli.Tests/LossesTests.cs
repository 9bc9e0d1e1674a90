using System.Text.Json;
using SegLab.Cli.Output;
using SegLab.Losses;
using Spectre.Console;

namespace SegLab.Cli.Tests;

/// <summary><c>seglab losses</c>, as its user sees it; the plots of all losses without a process each.</summary>
public sealed class LossesTests
{
    public static TheoryData<string> Names() => [.. LossCatalog.All.Select(entry => entry.Name)];

    [Fact]
    public void The_table_has_a_line_for_each_loss()
    {
        Tool.Outcome outcome = Tool.Run("losses");
        Assert.Equal(0, outcome.ExitCode);
        string[] lines = outcome.Output.Split('\n');
        foreach (LossEntry entry in LossCatalog.All)
            Assert.Single(lines, line =>
                line.Trim().StartsWith(entry.Name + " ", StringComparison.Ordinal) && line.Contains(entry.Title)
                    && line.Contains(entry.UseWhen));
        Assert.DoesNotContain('\u001b', outcome.Output);
    }

    [Fact]
    public void One_loss_is_explained_with_formula_options_notes_and_plots()
    {
        LossEntry entry = LossCatalog.Find("focal")!;
        Tool.Outcome outcome = Tool.Run("losses", "focal(gamma=5)");
        Assert.Equal(0, outcome.ExitCode);
        string text = string.Join(' ', outcome.Output.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
        string[] expected =
        [
            entry.Title, entry.Formula, "focal(gamma=5)", "pixel-wise", entry.UseWhen, entry.Paper, "d loss / d logit", "foreground pixel",
            .. entry.Notes, .. entry.Parameters.Select(parameter => parameter.Name),
        ];
        Assert.All(expected, part => Assert.Contains(part, text));
    }

    [Fact]
    public void The_catalogue_is_also_JSON()
    {
        using JsonDocument all = JsonDocument.Parse(Tool.Run("losses", "--json").Output);
        Assert.Equal(LossCatalog.All.Select(entry => entry.Name), all.RootElement.EnumerateArray()
            .Select(entry => entry.GetProperty("name").GetString()));
        using JsonDocument one = JsonDocument.Parse(Tool.Run("losses", "soft_dice", "--json").Output);
        LossEntry dice = LossCatalog.Find("dice")!;
        Assert.Equal("region-based", one.RootElement.GetProperty("family").GetString());
        Assert.Equal(dice.Aliases, one.RootElement.GetProperty("aliases").EnumerateArray().Select(alias => alias.GetString()));
        Assert.Equal(dice.Parameters.Select(parameter => parameter.Default), one.RootElement.GetProperty("parameters").EnumerateArray()
            .Select(parameter => parameter.GetProperty("default").GetString()));
    }

    [Theory]
    [InlineData("focel", "did you mean 'focal'?")]
    [InlineData("focal(gama=2)", "did you mean 'gamma'?")]
    [InlineData("ce + dice", "is a sum of losses")]
    public void What_is_no_loss_of_the_catalogue_is_explained(string name, string message)
    {
        Tool.Outcome outcome = Tool.Run("losses", name);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(message, outcome.Error);
        Assert.Single(outcome.Error.Split('\n'), line => line.StartsWith("error: ", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_loss_is_drawn(string name)
    {
        LossEntry entry = LossCatalog.Find(name)!;
        var text = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(text),
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
        });
        console.Profile.Width = 100;
        console.Profile.Capabilities.Unicode = false;
        LossView.Show(console, entry, entry.Default);
        Assert.DoesNotContain("No plot", text.ToString());
        Assert.Contains("* foreground pixel", text.ToString());
        Assert.All(text.ToString().Split('\n'), line => Assert.InRange(line.TrimEnd().Length, 0, 100));
    }
}
