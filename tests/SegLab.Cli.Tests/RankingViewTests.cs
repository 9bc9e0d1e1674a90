using SegLab.Cli.Output;
using SegLab.Studio.Tests.Samples;
using SegLab.Training.Comparison;
using Spectre.Console;

namespace SegLab.Cli.Tests;

/// <summary>The ranking in terminals of any width: each number stands whole, and no line is longer than the terminal.</summary>
public sealed class RankingViewTests
{
    [Theory]
    [InlineData(60, 3)]
    [InlineData(80, 8)]
    [InlineData(80, 20)]
    [InlineData(100, 8)]
    [InlineData(160, 8)]
    public void All_scores_are_there_whole(int width, int losses)
    {
        ComparisonResult result = SampleComparison.Of(losses, classes: 6).Build();
        var text = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        console.Profile.Width = width;
        RankingView.Show(console, result);

        string[] lines = text.ToString().Split('\n');
        Assert.All(lines, line => Assert.InRange(line.TrimEnd().Length, 0, width));
        HashSet<string> words = [.. lines.SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
        foreach (LossResult loss in result.Ranking)
        {
            Assert.Contains(lines, line => line.Contains($"{loss.MeanIoU:F3}  ", StringComparison.Ordinal) && line.Contains($"{loss.MeanIoULow:F3} to {loss.MeanIoUHigh:F3}", StringComparison.Ordinal));
            Assert.All(loss.ClassIoU.OfType<double>().Concat([loss.PixelAccuracy, loss.MeanAccuracy, loss.FrequencyWeightedIoU]), score => Assert.Contains($"{score:F3}", words));
        }
    }
}
