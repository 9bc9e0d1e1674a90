using System.Text.Json;
using SegLab.Losses;
using SegLab.Training.Studies;

namespace SegLab.Cli.Tests;

/// <summary><c>seglab study</c> from the outside.</summary>
public sealed class StudyTests : IDisposable
{
    readonly Workspace workspace = new();

    public void Dispose() => workspace.Dispose();

    [Fact]
    public void Without_a_name_the_studies_are_listed()
    {
        Tool.Outcome outcome = Tool.Run("study");
        Assert.Equal(0, outcome.ExitCode);
        Assert.All(StudyCatalog.All, study => Assert.Contains(study.Name, outcome.Output));
    }

    [Fact]
    public void Objects_ends_in_a_table_a_verdict_a_page_and_a_picture()
    {
        Tool.Outcome outcome = Tool.Run([.. Small("page.html"), "--picture", workspace["picture.svg"]]);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.All(LossCatalog.All, entry => Assert.Contains(entry.Name, outcome.Output));
        Assert.Contains($"of {LossCatalog.All.Count + LossCatalog.Recipes.Count} losses rise with every error", outcome.Output);
        string page = File.ReadAllText(workspace["page.html"]);
        Assert.Contains("seglab study objects --size 48", page);
        Assert.Contains("Large object", File.ReadAllText(workspace["picture.svg"]));
    }

    [Fact]
    public void The_same_seed_gives_the_same_JSON()
    {
        string[] outputs = [.. new[] { "1", "1", "2" }.Select(seed => Tool.Run([.. Small("page.html"), "--seed", seed, "--json"]).Output)];
        Assert.Equal(outputs[0], outputs[1]);
        Assert.NotEqual(outputs[0], outputs[2]);
        using JsonDocument json = JsonDocument.Parse(outputs[2]);
        Assert.Equal(2, json.RootElement.GetProperty("parameters").GetProperty("seed").GetInt32());
        JsonElement row = json.RootElement.GetProperty("tables").GetProperty("behaviour").EnumerateArray().First(row => row.GetProperty("loss").GetString() == "ce");
        Assert.Equal("rises", row.GetProperty("smallBoth").GetString());
        Assert.True(json.RootElement.GetProperty("verdict").GetArrayLength() >= 3);
    }

    [Theory]
    [InlineData("all-channels", "sets the classes of a pixel further apart: ")]
    [InlineData("imbalance", "With 0.1 % of foreground")]
    [InlineData("stability", "train less steadily on small objects than cross-entropy")]
    [InlineData("hard-samples", "helps on hard images with ce: ")]
    [InlineData("easy-pixels", "stops easy pixels from training")]
    public void A_study_that_trains_ends_in_a_verdict_and_a_page(string study, string verdict)
    {
        Tool.Outcome outcome = Tool.Run("study", study, "--seeds", "2", "--epochs", "2", "--images", "8", "--size", "16", "--report", workspace["page.html"]);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.Contains(verdict, outcome.Output.ReplaceLineEndings(" "));
        Assert.Contains($"seglab study {study} --seeds 2", File.ReadAllText(workspace["page.html"]));
    }

    [Theory]
    [InlineData("--probability is from 0.51", "objects", "--probability", "2")]
    [InlineData("fewer pixels than there are steps", "objects", "--size", "32")]
    [InlineData("--seeds is a whole number from 2", "all-channels", "--seeds", "1")]
    [InlineData("there is no folder", "objects", "--report", "nowhere/page.html")]
    [InlineData("'seglab study objects --help'", "objects", "--sed", "1")]
    [InlineData("'objcts'", "objcts")]
    public void What_cannot_be_is_explained(string message, params string[] arguments)
    {
        Tool.Outcome outcome = Tool.Run(["study", .. arguments]);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(message, outcome.Error);
    }

    string[] Small(string page) => ["study", "objects", "--size", "48", "--small", "0.02", "--steps", "6", "--report", workspace[page]];
}
