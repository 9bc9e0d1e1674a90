using SegLab.Cli.Output;
using Spectre.Console;

namespace SegLab.Cli.Tests;

/// <summary>A plot is text: what stands where can be read off.</summary>
public sealed class TerminalPlotTests
{
    static readonly PlotSeries rising = new("up", [.. Enumerable.Range(0, 25).Select(i => (i / 24.0, i / 3.0))], Color.Teal);
    static readonly PlotSeries falling =
        new("down", [.. Enumerable.Range(0, 25).Select(i => (i / 24.0, 8 - i / 3.0))], Color.Maroon, Dashed: true);

    [Fact]
    public void In_ASCII_each_curve_has_its_mark_where_its_points_are()
    {
        string expected = string.Join('\n',
            "   Rise and fall",
            "   * up   o down   ",
            "8 +oo                     **",
            "  |  ooo               ***  ",
            "6 +     ooo         ***     ",
            "  |        ooo   ***        ",
            "4 +           ooo           ",
            "  |        ***   ooo        ",
            "2 +     ***         ooo     ",
            "  |  ***               ooo  ",
            "0 +**                     oo",
            "  ++----+----+---+----+----+",
            "  0.0  0.2  0.4 0.6  0.8 1.0",
            "             time");
        var plot = new TerminalPlot { Title = "Rise and fall", Across = "time", Series = [rising, falling], Width = 25, Height = 9 };
        Assert.Equal(expected, Draw(plot, unicode: false));
    }

    [Fact]
    public void In_UTF_8_a_cell_has_eight_dots()
    {
        string[] lines = Draw(new TerminalPlot { Title = "Rise", Across = "time", Series = [rising], Width = 20, Height = 5 },
            unicode: true).Split('\n');
        int[] dots = [.. lines.SelectMany(line => line).Where(letter => letter is >= '\u2801' and <= '\u28FF')
            .Select(letter => System.Numerics.BitOperations.PopCount((uint)letter - 0x2800))];
        // 40 dots across and 20 up: a line has a dot in each column, and some have two.
        Assert.InRange(dots.Sum(), 40, 48);

        // A column has a cell, or two where the line goes from one row to the next.
        int first = lines[6].IndexOf('┤', StringComparison.Ordinal) + 1;
        for (int column = first; column < first + 20; column++)
            Assert.InRange(lines[2..7].Count(line => column < line.Length && line[column] is >= '\u2801' and <= '\u28FF'), 1, 2);
        Assert.Contains("┤⣀", lines[6]);
        Assert.EndsWith("⠉", lines[2]);
    }

    [Fact]
    public void A_legend_that_is_wider_than_the_plot_goes_on_below()
    {
        PlotSeries[] many = [.. Enumerable.Range(0, 5).Select(i => rising with { Name = $"a curve {i}" })];
        string[] lines = Draw(new TerminalPlot { Title = "Many", Across = "time", Series = many, Width = 30, Height = 5 }, unicode: false).Split('\n');
        Assert.Equal(["* a curve 0   o a curve 1", "+ a curve 2   x a curve 3", "# a curve 4"], lines[1..4].Select(line => line.Trim()));
    }

    [Fact]
    public void A_curve_that_is_nearly_level_is_drawn_level()
    {
        PlotSeries noise = new("noise", [.. Enumerable.Range(0, 21).Select(i => (i / 20.0, 1 + i % 2 * 1e-7))], Color.Teal);
        string[] lines = Draw(new TerminalPlot { Title = "", Across = "", Series = [noise], Width = 21, Height = 7 },
            unicode: false).Split('\n');
        Assert.Single(lines[2..], line => line.Contains('*'));
    }

    [Fact]
    public void A_curve_has_a_gap_where_it_has_no_number()
    {
        PlotSeries broken = new("broken", [(0, 1), (0.4, 1), (0.5, double.NaN), (0.6, 1), (1, 1)], Color.Teal);
        string plot = Draw(new TerminalPlot { Title = "", Across = "", Series = [broken, rising], Width = 21, Height = 7 }, unicode: false);
        Assert.DoesNotContain("NaN", plot);
        Assert.Contains("*", plot);
    }

    [Fact]
    public void A_plot_is_no_wider_than_the_terminal()
    {
        string plot = Draw(new TerminalPlot { Title = "T", Across = "x", Series = [rising], Width = 60, Height = 7 }, unicode: false,
            columns: 40);
        Assert.All(plot.Split('\n'), line => Assert.InRange(line.Length, 0, 40));
    }

    static string Draw(TerminalPlot plot, bool unicode, int columns = 80)
    {
        var text = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(text),
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
        });
        console.Profile.Width = columns;
        console.Profile.Capabilities.Unicode = unicode;
        console.Write(plot);
        return string.Join('\n', text.ToString().TrimEnd('\n').Split('\n'));
    }
}
