using SegLab.Losses;
using SegLab.Training.Checkpoints;
using SegLab.Training.Comparison;

namespace SegLab.Training.Tests.Comparison;

/// <summary>What one sees of a comparison from outside, at any moment.</summary>
public sealed class ComparisonSnapshotTests : IDisposable
{
    static readonly string[] losses = ["ce", "dice"];

    readonly TemporaryFolder folder = new();

    string Out => folder["out"];

    public void Dispose() => folder.Dispose();

    sealed class Callback(Action<ComparisonProgress> action) : IProgress<ComparisonProgress>
    {
        public void Report(ComparisonProgress value) => action(value);
    }

    ComparisonRunner Runner(bool resume = false, Action<ComparisonProgress>? progress = null) => new()
    {
        Dataset = Scenes.Make(),
        Losses = [.. losses.Select(SegmentationLoss.Parse)],
        Settings = Scenes.Settings(),
        Network = new NetworkShape("pixel", 1, 0),
        Build = seed => new PixelNetwork(3, 3, seed),
        OutputFolder = Out,
        Resume = resume,
        Progress = progress is null ? null : new Callback(progress),
    };

    [Fact]
    public void Every_epoch_that_is_over_is_seen_while_it_trains()
    {
        var seen = new List<(ComparisonProgress At, ComparisonSnapshot Snapshot)>();
        ComparisonResult result = Runner(progress: at => seen.Add((at, ComparisonSnapshot.Read(Out)))).Run();
        Assert.All(seen, look =>
        {
            int run = look.At.Run - 1;
            Assert.Equal(ComparisonState.Running, look.Snapshot.State);
            Assert.Equal(losses, look.Snapshot.Losses);
            Assert.Equal(RunStanding.Training, look.Snapshot.Runs[run].Standing);
            Assert.Equal(look.At.Epoch?.Epoch ?? 0, look.Snapshot.Runs[run].Epochs.Count);
            Assert.Equal(look.At.Epoch, look.Snapshot.Runs[run].Epochs is [.., var last] ? last : null);
            Assert.All(look.Snapshot.Runs.Skip(run + 1), later => Assert.Equal((RunStanding.Waiting, 0), (later.Standing, later.Epochs.Count)));
            Assert.Equal(losses.Take(run), look.Snapshot.Ranking.Select(loss => loss.Loss));
            Assert.Empty(look.Snapshot.Faults);
        });
        LossResult first = seen[^1].Snapshot.Ranking.Single(), ranked = result.Ranking.Single(loss => loss.Loss == first.Loss);
        Assert.Equal((ranked.MeanIoU, ranked.MeanIoULow, ranked.MeanIoUHigh), (first.MeanIoU, first.MeanIoULow, first.MeanIoUHigh));
        Assert.Equal(result.Dataset.ClassFractions, seen[0].Snapshot.Dataset!.ClassFractions);
    }

    [Fact]
    public void One_that_was_stopped_says_so_and_ends_as_any_other()
    {
        using var cancellation = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => Runner(progress: at => { if (at is { Run: 2, Epoch: not null }) cancellation.Cancel(); }).Run(cancellation.Token));
        ComparisonSnapshot stopped = ComparisonSnapshot.Read(Out);
        Assert.Equal(ComparisonState.Stopped, stopped.State);
        Assert.Equal([RunStanding.Done, RunStanding.Stopped], stopped.Runs.Select(run => run.Standing));
        Assert.Null(stopped.Result);

        ComparisonResult result = Runner(resume: true).Run();
        ComparisonSnapshot done = ComparisonSnapshot.Read(Out);
        Assert.Equal(ComparisonState.Done, done.State);
        Assert.Equal(result.Ranking.Select(loss => loss.MeanIoU), done.Ranking.Select(loss => loss.MeanIoU));
        Assert.Equal(result.Advice, done.Result!.Advice);
        Assert.All(done.Runs, run => Assert.Equal(3, run.Epochs.Count));
    }

    [Fact]
    public void Looking_keeps_nobody_from_starting()
    {
        Directory.CreateDirectory(Out);
        File.WriteAllText(Path.Combine(Out, "comparison.lock"), "");
        using var over = new CancellationTokenSource();
        var looks = new Thread(() => { while (!over.IsCancellationRequested) ComparisonSnapshot.Stamp(Out); });
        looks.Start();
        try
        {
            Runner().Run();
            for (int i = 0; i < 20; i++) Runner(resume: true).Run();
        }
        finally
        {
            over.Cancel();
            looks.Join();
        }
    }

    [Fact]
    public void A_stamp_changes_with_every_epoch()
    {
        var stamps = new List<int>();
        Runner(progress: at => { if (at.Epoch is not null && at.Training.Step == at.Training.Steps) stamps.Add(ComparisonSnapshot.Stamp(Out).Hash); }).Run();
        stamps.Add(ComparisonSnapshot.Stamp(Out).Hash);
        Assert.Equal(7, stamps.Distinct().Count());
        Assert.Equal(stamps[^1], ComparisonSnapshot.Stamp(Out).Hash);
    }

    [Fact]
    public void A_damaged_run_is_told_and_hides_no_other()
    {
        Runner().Run();
        File.Delete(Path.Combine(Out, "results.json"));
        File.WriteAllText(Path.Combine(Out, "runs/01-ce-seed0/run.json"), "{\"loss\":");
        ComparisonSnapshot snapshot = ComparisonSnapshot.Read(Out);
        Assert.Contains("run.json", Assert.Single(snapshot.Faults));
        Assert.Equal("dice", snapshot.Ranking.Single().Loss);
        Assert.Equal([RunStanding.Stopped, RunStanding.Done], snapshot.Runs.Select(run => run.Standing));
    }

    [Fact]
    public void A_folder_of_an_older_version_has_its_epochs_and_no_ranking()
    {
        Runner().Run();
        foreach (string name in new[] { "results.json", "dataset.json" }) File.Delete(Path.Combine(Out, name));
        ComparisonSnapshot snapshot = ComparisonSnapshot.Read(Out);
        Assert.Empty(snapshot.Ranking);
        Assert.All(snapshot.Runs, run => Assert.Equal(3, run.Epochs.Count));
        Runner(resume: true).Run();
        Assert.NotNull(ComparisonSnapshot.Read(Out).Dataset);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"losses\": [\"nonsense\"]}")]
    public void A_damaged_plan_is_told(string text)
    {
        Directory.CreateDirectory(Out);
        File.WriteAllText(Path.Combine(Out, "comparison.json"), text);
        Assert.Contains("comparison.json", Assert.Throws<InvalidDataException>(() => ComparisonSnapshot.Read(Out)).Message);
    }
}
