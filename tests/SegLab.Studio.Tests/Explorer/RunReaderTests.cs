using SegLab.Imaging.Evaluation;
using SegLab.Studio.Explorer.Runs;
using SegLab.Studio.Tests.Samples;
using SegLab.Training.Comparison;

namespace SegLab.Studio.Tests.Explorer;

/// <summary>What is read of results while they grow, when they are over, and when they are damaged.</summary>
public sealed class RunReaderTests : IDisposable
{
    readonly ResultFolder folder = new();
    readonly RunReader reader = new(TimeSpan.FromMinutes(1));

    public void Dispose() => folder.Dispose();

    IReadOnlyList<RunEntry> Read() => reader.Read(new RunScan(folder.Path).Find().Runs);

    static EvaluationResult Evaluate(string? state = null, int images = 6)
    {
        using MaskFolders masks = new MaskFolders().WithImages(images, 3, side: 8);
        return FolderEvaluation.Run(masks.Settings(against: "second"), state);
    }

    [Fact]
    public void A_comparison_is_read_while_it_trains_and_at_its_end()
    {
        var seen = new List<RunEntry>();
        ComparisonResult result = SmallComparison.In(folder["trained"], epoch: _ => seen.Add(Read().Single())).Run();
        Assert.All(seen, entry => Assert.Equal(RunState.Running, entry.State));
        Assert.Equal([1, 2, 3, 4, 5, 6], seen.Select(entry => entry.Comparison!.Runs.Sum(run => run.Epochs.Count)));
        Assert.Equal(seen[0].Comparison!.Runs[0].Epochs[0].MeanIoU, seen[0].Headline!.MeanIoU);

        RunEntry done = Read().Single();
        Assert.Equal(RunState.Done, done.State);
        LossResult best = result.Ranking[0];
        Assert.Equal(new RunHeadline(best.Loss, best.MeanIoU, best.MeanIoULow, best.MeanIoUHigh, best.PixelAccuracy, 2), done.Headline);
        Assert.Null(done.Report);
        File.WriteAllText(folder["trained/report.html"], "<!DOCTYPE html>");
        Assert.Equal(folder["trained/report.html"], Read().Single().Report);
    }

    [Fact]
    public void A_report_that_is_a_link_is_no_report()
    {
        SmallComparison.In(folder["trained"]).Run();
        using var elsewhere = new ResultFolder();
        File.WriteAllText(elsewhere["secret"], "");
        File.CreateSymbolicLink(folder["trained/report.html"], elsewhere["secret"]);
        Assert.Null(Read().Single().Report);
    }

    [Fact]
    public void A_comparison_that_was_stopped_says_so()
    {
        using var cancellation = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => SmallComparison.In(folder["trained"], epoch: _ => cancellation.Cancel()).Run(cancellation.Token));
        Assert.Equal(RunState.Stopped, Read().Single().State);
    }

    [Fact]
    public void What_did_not_change_is_not_read_again()
    {
        Evaluate(folder["a.state"]);
        SampleComparison.Of(2, 3).Build().Save(folder["b.json"]);
        IReadOnlyList<RunEntry> first = Read(), second = Read();
        Assert.All(first.Zip(second), pair => Assert.Same(pair.First, pair.Second));
        File.SetLastWriteTimeUtc(folder["b.json"], DateTime.UtcNow.AddMinutes(-3));
        IReadOnlyList<RunEntry> third = Read();
        Assert.Same(first[0], third[0]);
        Assert.NotSame(first[1], third[1]);
    }

    [Fact]
    public void The_state_of_an_evaluation_follows_its_images_and_its_last_change()
    {
        EvaluationResult whole = Evaluate(folder["whole/a.state"]);
        string[] lines = File.ReadAllLines(folder["whole/a.state"]);
        Assert.Equal((RunState.Done, 6, 6), Standing());

        File.WriteAllText(folder["whole/a.state"], string.Join('\n', lines.Take(4)) + "\n");
        Assert.Equal((RunState.Running, 3, 6), Standing());
        File.SetLastWriteTimeUtc(folder["whole/a.state"], DateTime.UtcNow.AddMinutes(-1));
        Assert.Equal((RunState.Unfinished, 3, 6), Standing());
        Assert.Equal(3, Read().Single().Headline!.Images);
        File.WriteAllText(folder["whole/a.state"], lines[0] + "\n");
        Assert.Equal((RunState.Running, 0, 6), Standing());
        Assert.Null(Read().Single().Headline);

        EvaluationFiles.WriteJson(folder["whole/a.state"], whole);
        RunEntry done = Read().Single();
        Score iou = whole.Figures.Scores.Single(score => score.Name == "meanIoU");
        Assert.Equal((RunState.Done, iou.Value, iou.Low), (done.State, done.Headline!.MeanIoU, done.Headline.Low));

        (RunState, int, int) Standing() => Read().Single() is var entry ? (entry.State, entry.Done, entry.Expected) : default;
    }

    [Fact]
    public void A_damaged_file_is_told_and_harms_no_other()
    {
        Evaluate(folder["a.state"]);
        EvaluationFiles.WriteJson(folder["b.json"], Evaluate());
        File.WriteAllBytes(folder["c.json"], File.ReadAllBytes(folder["b.json"])[..700]);
        File.WriteAllText(folder["d/comparison.json"], "{");
        IReadOnlyList<RunEntry> entries = Read();
        Assert.Equal([RunState.Done, RunState.Done, RunState.Damaged, RunState.Damaged], entries.Select(entry => entry.State));
        Assert.Contains("c.json", entries[2].Fault);
        Assert.Contains("comparison.json", entries[3].Fault);
    }

    [Theory]
    [InlineData("\"meanIoU\": 0", "\"meanIoU\": 1e99")]
    [InlineData("\"trainingLoss\": ", "\"trainingLoss\": 1e300")]
    [InlineData("\"epoch\": 1,", "\"epoch\": -2147483648,")]
    [InlineData("\"classIoU\": [", "\"classIoU\": [0.5,")]
    [InlineData("\"ranking\": [", "\"ranking\": [null,")]
    [InlineData("\"ranking\": [", "\"ranking\": [], \"other\": [")]
    [InlineData("\"epochs\": [", "\"epochs\": [null,")]
    public void Figures_that_cannot_be_are_told(string from, string to)
    {
        SampleComparison.Of(2, 3).Build().Save(folder["found.json"]);
        File.WriteAllText(folder["found.json"], File.ReadAllText(folder["found.json"]).Replace(from, to, StringComparison.Ordinal));
        RunEntry entry = Read().Single();
        Assert.Equal(RunState.Damaged, entry.State);
        Assert.NotEmpty(entry.Fault!);
    }

    [Fact]
    public async Task Whatever_is_read_of_a_damaged_file_can_be_drawn()
    {
        EvaluationFiles.WriteJson(folder["a.json"], Evaluate(folder["b.state"], images: 3));
        SampleComparison.Of(2, 3).Build().Save(folder["c.json"]);
        (string Path, byte[] Whole)[] files = [.. new[] { "a.json", "b.state", "c.json" }.Select(name => (folder[name], File.ReadAllBytes(folder[name])))];
        var random = new Random(1);
        int drawn = 0, told = 0;
        for (int n = 0; n < 80; n++)
        {
            foreach ((string path, byte[] whole) in files)
            {
                byte[] bytes = [.. whole];
                // Digits, signs and brackets for one another: most of it still parses.
                for (int k = 0; k < 3; k++) bytes[random.Next(300, bytes.Length)] = (byte)"0123456789-,[]{}n"[random.Next(17)];
                File.WriteAllBytes(path, bytes);
                File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch.AddSeconds(n));
            }

            foreach (RunEntry entry in Read())
            {
                if (entry.Comparison is { } comparison) await Rendering.RenderAsync<ComparisonDetails>((nameof(ComparisonDetails.Snapshot), comparison));
                else if (entry.Evaluation is { } evaluation)
                    await Rendering.RenderAsync<EvaluationDetails>(("Result", evaluation), ("Done", entry.Done), ("Expected", entry.Expected));
                else told++;
                if (entry.Fault is null) drawn++;
            }
        }

        Assert.InRange(drawn, 10, 240);
        Assert.InRange(told, 10, 240);
    }
}
