using System.Text.Json;

namespace SegLab.Cli.Tests;

/// <summary><c>seglab boxes simulate</c>, as its user sees it, from few anchors.</summary>
public sealed class BoxSimulationTests
{
    [Fact]
    public void The_tables_have_every_loss_in_every_mode_and_the_claims_a_verdict()
    {
        Tool.Outcome outcome = Tool.Run("boxes", "simulate", "giou", "diou", "eiou", "--centers", "8");
        Assert.Equal(0, outcome.ExitCode);
        string[] lines = outcome.Output.Split('\n');
        Assert.Equal(3, lines.Count(line => line.TrimStart().StartsWith("diou ", StringComparison.Ordinal)));
        Assert.Equal(2, lines.Count(line => line.TrimStart().StartsWith("eiou ", StringComparison.Ordinal)));
        Assert.Equal(3, lines.Count(line => line.Contains("DIoU converges faster than GIoU", StringComparison.Ordinal)));
        Assert.Contains("2,744 boxes a run", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', outcome.Output);
    }

    [Fact]
    public void Json_has_the_whole_curves_and_the_page_is_written()
    {
        using var folder = new Workspace();
        string page = folder["boxes.html"];
        Tool.Outcome outcome = Tool.Run("boxes", "simulate", "ciou", "--mode", "exact", "--on", "xyxy", "--centers", "3", "--report", page, "--json");
        Assert.Equal(0, outcome.ExitCode);
        JsonElement run = JsonDocument.Parse(outcome.Output).RootElement.GetProperty("runs")[0];
        Assert.Equal("ciou", run.GetProperty("loss").GetString());
        Assert.Equal("xyxy", run.GetProperty("on").GetString());
        Assert.Equal(3 * 343, run.GetProperty("cases").GetInt32());
        Assert.Equal(201, run.GetProperty("errorSums").GetArrayLength());
        Assert.Contains("Error curves", File.ReadAllText(page), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no such loss", "nope")]
    [InlineData("expected one of published, exact, constant-diagonal, all", "iou", "--mode", "fast")]
    [InlineData("expected one of xywh, xyxy", "iou", "--on", "polar")]
    [InlineData("--centers", "iou", "--centers", "0")]
    public void What_cannot_be_is_told_and_nothing_is_run(string expected, params string[] arguments)
    {
        Tool.Outcome outcome = Tool.Run(["boxes", "simulate", .. arguments]);
        Assert.Equal(2, outcome.ExitCode);
        if (expected != "no such loss") Assert.Contains(expected, outcome.Error, StringComparison.Ordinal);
        else Assert.Contains("'nope'", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_that_was_not_published_is_refused_where_only_that_is_asked_for()
    {
        Tool.Outcome outcome = Tool.Run("boxes", "simulate", "eiou", "--mode", "published", "--centers", "1");
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("eiou", outcome.Error, StringComparison.Ordinal);
    }
}
