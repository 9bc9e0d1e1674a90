using System.Text.Json;
using System.Xml.Linq;
using SegLab.Studio.Plots;

namespace SegLab.Cli.Tests;

/// <summary><c>seglab plot</c> from the outside.</summary>
public sealed class PlotTests : IDisposable
{
    readonly Workspace workspace = new();

    public void Dispose() => workspace.Dispose();

    [Fact]
    public void In_the_terminal_it_draws_a_plot_for_each_pixel_and_each_quantity()
    {
        Tool.Outcome outcome = Tool.Run("plot", "focal(gamma=0:2:1)", "ce + dice", "--against", "logit");
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        string[] expected =
        [
            "Loss and gradient against the predicted logit", "Loss, positive pixel", "Loss, negative pixel", "Gradient dL/dz, positive pixel", "Gradient dL/dz, negative pixel",
            "focal(gamma=0)", "focal(gamma=1)", "focal(gamma=2)", "ce + dice",
        ];
        Assert.All(expected, part => Assert.Contains(part, outcome.Output));
        Assert.DoesNotContain('\u001b', outcome.Output);
    }

    [Fact]
    public void It_writes_a_drawing_and_a_page()
    {
        foreach (string file in new[] { workspace["plot.svg"], workspace["plot.html"] })
        {
            Tool.Outcome outcome = Tool.Run("plot", "ce", "dice", "--out", file, "--dark", "--width", "700");
            Assert.True(outcome.ExitCode == 0, outcome.Error);
            Assert.Equal("", outcome.Output);
            Assert.Contains(file, outcome.Error);
        }

        XElement svg = XElement.Load(workspace["plot.svg"]);
        Assert.Equal("700", (string?)svg.Attribute("width"));
        Assert.Contains("seglab plot ce dice", File.ReadAllText(workspace["plot.html"]));
        Assert.Empty(Directory.GetFiles(workspace.Root, "*.partial"));
    }

    [Fact]
    public void JSON_has_the_points_of_each_curve()
    {
        Tool.Outcome outcome = Tool.Run("plot", "ce", "--pixel", "positive", "--json");
        using JsonDocument json = JsonDocument.Parse(outcome.Output);
        JsonElement curve = Assert.Single(json.RootElement.GetProperty("curves").EnumerateArray());
        Assert.Equal(("ce", "positive"), (curve.GetProperty("loss").GetString(), curve.GetProperty("pixel").GetString()));
        double[] probability = Numbers("probability"), value = Numbers("value"), slope = Numbers("slopeByProbability");
        Assert.Equal(197, probability.Length);
        for (int i = 0; i < probability.Length; i++)
        {
            Assert.Equal(-Math.Log(probability[i]), value[i], 1e-4);
            Assert.Equal(-1 / probability[i], slope[i], 1e-4 / probability[i]);
        }

        double[] Numbers(string name) => [.. curve.GetProperty(name).EnumerateArray().Select(number => number.GetDouble())];
    }

    [Theory]
    [InlineData(2, "did you mean 'focal'?", "focl")]
    [InlineData(2, "looks at distances or structure", "boundary", "--image", "row")]
    [InlineData(2, "weights that change while training", "gdl_boundary")]
    [InlineData(2, "reduction=none", "ce(reduction=none)")]
    [InlineData(2, "1 to 16 losses", "focal(gamma=0:5:0.1)")]
    [InlineData(2, "never gets from 0 to 5", "focal(gamma=0:5:-1)")]
    [InlineData(2, "expected one that ends in .svg, .png, .html", "ce", "--out", "plot.jpg")]
    [InlineData(2, "there is no folder", "ce", "--out", "nowhere/plot.svg")]
    [InlineData(2, "--width is 320 to 8000", "ce", "--width", "10")]
    [InlineData(2, "'sideways'", "ce", "--against", "sideways")]
    public void What_cannot_be_plotted_is_explained(int exitCode, string message, params string[] arguments)
    {
        Tool.Outcome outcome = Tool.Run(["plot", .. arguments]);
        Assert.Equal(exitCode, outcome.ExitCode);
        Assert.Contains(message, outcome.Error);
        Assert.Contains("error: ", outcome.Error);
    }

    [Theory]
    [InlineData("focal(gamma=0:5:2)", "focal(gamma=0)", "focal(gamma=2)", "focal(gamma=4)")]
    [InlineData("ce + dice(smooth = 1:0:-0.5)", "ce + dice(smooth = 1)", "ce + dice(smooth = 0.5)", "ce + dice(smooth = 0)")]
    [InlineData("focal(gamma=1:2:1, alpha=0.1:0.3:0.2)", "focal(gamma=1, alpha=0.1)", "focal(gamma=1, alpha=0.3)", "focal(gamma=2, alpha=0.1)", "focal(gamma=2, alpha=0.3)")]
    [InlineData("0.5*ce", "0.5*ce")]
    public void A_range_makes_a_loss_of_each_of_its_values(string spec, params string[] losses) =>
        Assert.Equal(losses, PlottedLoss.Parse(spec).Select(loss => loss.Name));
}
