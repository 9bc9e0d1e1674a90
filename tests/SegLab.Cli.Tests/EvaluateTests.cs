using System.Text.Json;
using System.Text.RegularExpressions;
using SegLab.Imaging;
using SegLab.Imaging.Png;

namespace SegLab.Cli.Tests;

/// <summary><c>seglab evaluate</c> and <c>seglab merge</c> as their user has them.</summary>
public sealed class EvaluateTests : IDisposable
{
    readonly Workspace workspace = new();

    public EvaluateTests()
    {
        Write("truth", "a", "0011", "0011");
        Write("prediction", "a", "0001", "0111");
        Write("other", "a", "0000", "0011");
        Write("truth", "b", "2200");
        Write("prediction", "b", "2200");
        Write("other", "b", "2000");
    }

    public void Dispose() => workspace.Dispose();

    [Fact]
    public void The_tables_tell_the_scores_the_classes_and_the_cost()
    {
        File.WriteAllLines(workspace["names.txt"], ["sky", "road", "car"]);
        Tool.Outcome outcome = Evaluate("--classes", workspace["names.txt"], "--metrics", "all");
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.Contains("mean IoU", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("0.8333", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("road", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("HD95", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("boundary IoU", outcome.Output, StringComparison.Ordinal);
        Assert.Matches(@"2 images, 12 pixels in \d+\.\d s, [\d,]+ images/s; peak memory \d+ MB", outcome.Output);
    }

    [Fact]
    public void Json_and_csv_hold_the_figures()
    {
        Tool.Outcome outcome = Evaluate("--json", "-", "--csv", workspace["images.csv"], "--against", workspace["other"]);
        JsonElement result = JsonDocument.Parse(outcome.Output).RootElement;
        Assert.Equal(10.0 / 12, Score(result.GetProperty("figures"), "pixelAccuracy"), 1e-15);
        Assert.Equal(9.0 / 12, Score(result.GetProperty("againstFigures"), "pixelAccuracy"), 1e-15);
        Assert.Equal(1.0 / 12, result.GetProperty("differences")[0].GetProperty("difference").GetDouble(), 1e-15);
        string[] lines = File.ReadAllLines(workspace["images.csv"]);
        Assert.StartsWith("image,prediction,class,name,true_pixels", lines[0], StringComparison.Ordinal);
        Assert.Equal(1 + 2 * (2 + 2), lines.Length);
    }

    [Fact]
    public void Without_a_folder_for_temporary_files_an_evaluation_of_many_images_tells_which()
    {
        for (int i = 0; i < 400; i++)
            foreach (string role in new[] { "truth", "prediction" }) Write(role, $"{i:d5}{new string('x', 100)}", "01");
        string[] command = ["evaluate", "--prediction", workspace["prediction"], "--truth", workspace["truth"]];
        Tool.Outcome outcome = Tool.RunWithTemporaryFolder(workspace["nowhere"], command);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Matches($@"^\s*error: Could not write a temporary file in '{Regex.Escape(workspace["nowhere"])}.?': there is no such folder\. \w+ names another folder\.\s*$", outcome.Error);

        Directory.CreateDirectory(workspace["temporary"]);
        Assert.Equal(0, Tool.RunWithTemporaryFolder(workspace["temporary"], command).ExitCode);
        Assert.Empty(Directory.GetFileSystemEntries(workspace["temporary"], "seglab*"));
    }

    [Fact]
    public void Shards_merge_to_the_output_of_a_single_run()
    {
        Assert.Equal(0, Evaluate("--shard", "1/2", "--state", workspace["1"]).ExitCode);
        Assert.Equal(0, Evaluate("--shard", "2/2", "--state", workspace["2"]).ExitCode);
        Assert.Equal(0, Evaluate("--json", workspace["whole.json"]).ExitCode);
        Assert.Equal(0, Tool.Run("merge", workspace["2"], workspace["1"], "--json", workspace["merged.json"]).ExitCode);
        Assert.Equal(Figures("whole.json"), Figures("merged.json"));
    }

    [Fact]
    public void Masks_that_cannot_be_used_end_it_or_are_left_out()
    {
        Write("truth", "c", "01");
        Tool.Outcome outcome = Evaluate();
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("there is no mask 'c'", outcome.Error, StringComparison.Ordinal);
        outcome = Evaluate("--keep-going");
        Assert.Equal(3, outcome.ExitCode);
        Assert.Contains("left out: ", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("0.8333", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--metrics", "speed", "there is no 'speed'; expected some of overlap, surface, boundary, instances, calibration")]
    [InlineData("--shard", "3/2", "--shard is K/N, such as 2/8, not '3/2'")]
    [InlineData("--spacing", "1,0", "--spacing has numbers above 0, not '1,0'")]
    [InlineData("--preset", "coco", "--preset: there is no 'coco'; expected one of ade20k, camvid, cityscapes, voc")]
    [InlineData("--exclude", "x", "--exclude has numbers between commas; 'x' is none")]
    [InlineData("--json", "/nowhere/at/all.json", "--json: there is no folder '/nowhere/at'")]
    public void Options_that_make_no_sense_are_told_before_the_work(string option, string value, string message)
    {
        Tool.Outcome outcome = Evaluate(option, value);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(message, outcome.Error, StringComparison.Ordinal);
    }

    Tool.Outcome Evaluate(params string[] more) => Tool.Run(["evaluate", "--prediction", workspace["prediction"], "--truth", workspace["truth"], .. more]);

    static double Score(JsonElement figures, string name) =>
        figures.GetProperty("scores").EnumerateArray().Single(score => score.GetProperty("name").GetString() == name).GetProperty("value").GetDouble();

    string Figures(string file) => JsonDocument.Parse(File.ReadAllText(workspace[file])).RootElement.GetProperty("figures").GetRawText();

    void Write(string role, string name, params string[] rows)
    {
        Directory.CreateDirectory(workspace[role]);
        ushort[] labels = [.. string.Concat(rows).Select(digit => (ushort)(digit - '0'))];
        PngFile.WriteLabelMap(Path.Combine(workspace[role], name + ".png"), new LabelMap(rows[0].Length, rows.Length, labels), new ClassPalette());
    }
}
