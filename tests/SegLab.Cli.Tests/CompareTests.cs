using System.Text.Json;

namespace SegLab.Cli.Tests;

/// <summary><c>seglab compare</c> from the outside.</summary>
public sealed class CompareTests : IDisposable
{
    readonly Workspace workspace = new();

    public void Dispose() => workspace.Dispose();

    [Fact]
    public void Ranks_the_losses_and_writes_results_weights_and_a_report()
    {
        string output = workspace["out"];
        Tool.Outcome outcome = Tool.Run([.. Small(output), "--loss", "ce", "--loss", "dice(smooth=2)", "--json"]);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        using JsonDocument printed = JsonDocument.Parse(outcome.Output);
        using JsonDocument written = JsonDocument.Parse(File.ReadAllText(Path.Combine(output, "results.json")));
        Assert.Equal(written.RootElement.GetRawText(), printed.RootElement.GetRawText());

        JsonElement[] ranking = [.. Property(written.RootElement, "ranking").EnumerateArray()];
        Assert.Equal(["ce", "dice(smooth=2)"], ranking.Select(loss => Property(loss, "loss").GetString()).Order());
        Assert.True(Property(ranking[0], "meanIoU").GetDouble() >= Property(ranking[1], "meanIoU").GetDouble());
        foreach (JsonElement loss in ranking)
            Assert.True(File.Exists(Path.Combine(output, Property(Property(loss, "runs")[0], "weights").GetString()!)));

        string report = File.ReadAllText(Path.Combine(output, "report.html"));
        Assert.Contains("dice(smooth=2)", report, StringComparison.Ordinal);
        Assert.Contains("epoch 2/2", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_weights_do_not_depend_on_the_threads()
    {
        byte[]? first = null;
        foreach (string threads in new[] { "1", "2", "4" })
        {
            string output = workspace["threads" + threads];
            Tool.Outcome outcome = Tool.Run([.. Small(output), "--loss", "ce + dice", "--threads", threads]);
            Assert.True(outcome.ExitCode == 0, outcome.Error);
            byte[] weights = Weights(output);
            Assert.Equal(first ??= weights, weights);
        }
    }

    [Fact]
    public void A_run_that_was_killed_again_and_again_ends_in_the_same_weights()
    {
        string[] options = ["--loss", "ce"];
        string whole = workspace["whole"], killed = workspace["killed"];
        Assert.Equal(0, Tool.Run([.. Small(whole, epochs: 40), .. options]).ExitCode);

        var random = new Random(5);
        int kills = 0;
        bool done = false;
        for (int attempt = 0; attempt < 40 && !done; attempt++)
        {
            string[] resume = File.Exists(Path.Combine(killed, "comparison.json")) ? ["--resume"] : [];
            using System.Diagnostics.Process process = Tool.Start([.. Small(killed, epochs: 40), .. options, .. resume]);
            process.OutputDataReceived += (_, _) => { };
            process.ErrorDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            done = kills >= 4 ? process.WaitForExit(120_000) : process.WaitForExit(random.Next(300, 1500));
            if (done) Assert.Equal(0, process.ExitCode);
            else kills++;
            process.Kill();
            process.WaitForExit();
        }

        Assert.True(done);
        Assert.True(kills > 0);
        Assert.Equal(Weights(whole), Weights(killed));
    }

    [Fact]
    public async Task An_interrupt_leaves_a_state_that_can_be_resumed()
    {
        string output = workspace["out"];
        string[] arguments = [.. Small(output, epochs: 100_000), "--loss", "ce"];
        using (System.Diagnostics.Process process = Tool.Start(arguments))
        {
            Task<string> error = process.StandardError.ReadToEndAsync();
            while (!Directory.Exists(output) || Directory.GetFiles(output, "checkpoint.safetensors", SearchOption.AllDirectories).Length == 0)
            {
                Assert.False(process.HasExited, "It ended before it had saved anything.");
                await Task.Delay(50);
            }

            // SIGINT is handled alike, but what a shell starts in the background ignores it, and the tests may be started so.
            using var kill = System.Diagnostics.Process.Start("kill", ["-TERM", process.Id.ToString()]);
            Assert.True(process.WaitForExit(30_000));
            Assert.Equal(130, process.ExitCode);
            Assert.Contains("--resume", await error, StringComparison.Ordinal);
        }

        Assert.NotEmpty(Directory.GetFiles(output, "checkpoint.safetensors", SearchOption.AllDirectories));
    }

    [Fact]
    public void Weights_of_a_run_predict_masks_with_a_palette()
    {
        string output = workspace["out"], masks = workspace["masks"];
        Assert.Equal(0, Tool.Run([.. Small(output), "--loss", "ce + dice"]).ExitCode);
        string weights = Directory.GetFiles(output, "weights.safetensors", SearchOption.AllDirectories).Single();
        Tool.Outcome outcome = Tool.Run("predict", "--weights", weights, "--images", Path.Combine(workspace["data"], "images"), "--out", masks);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.Equal(10, Directory.GetFiles(masks, "*.png").Length);
        SegLab.Imaging.Png.PngImage mask = SegLab.Imaging.Png.PngFile.Read(Path.Combine(masks, "03.png"));
        Assert.Equal((Workspace.Size, Workspace.Size), (mask.Width, mask.Height));
        Assert.NotEmpty(mask.Palette.ToArray());
        Assert.All(mask.ToLabelMap().Labels.ToArray(), label => Assert.InRange(label, 0, 1));
    }

    string[] Small(string output, int epochs = 2) =>
    [
        "compare", "--data", Directory.Exists(workspace["data"]) ? workspace["data"] : workspace.Dataset(),
        "--epochs", $"{epochs}", "--width", "4", "--depth", "1", "--batch", "2", "--crop", "32", "--out", output,
    ];

    static byte[] Weights(string output) => File.ReadAllBytes(Directory.GetFiles(output, "weights.safetensors", SearchOption.AllDirectories).Single());

    static JsonElement Property(JsonElement element, string name) =>
        element.EnumerateObject().First(property => property.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}
