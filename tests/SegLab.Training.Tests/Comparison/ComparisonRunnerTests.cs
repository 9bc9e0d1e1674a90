using SegLab.Imaging;
using SegLab.Losses;
using SegLab.Metrics;
using SegLab.Training.Checkpoints;
using SegLab.Training.Comparison;
using SegLab.Training.Optimizers;

namespace SegLab.Training.Tests.Comparison;

public sealed class ComparisonRunnerTests : IDisposable
{
    readonly TemporaryFolder folder = new();
    SegmentationDataset dataset = Scenes.Make(ignore: 255);
    int built;

    string Out => folder["out"];

    public void Dispose() => folder.Dispose();

    sealed class Callback(Action<ComparisonProgress> action) : IProgress<ComparisonProgress>
    {
        public void Report(ComparisonProgress value) => action(value);
    }

    ComparisonRunner Runner(
        bool resume = false, int seeds = 1, TrainingSettings? settings = null, string[]? losses = null, string? output = null, Action<ComparisonProgress>? progress = null,
        WeightsFile? start = null) => new()
        {
            Dataset = dataset,
            Losses = [.. (losses ?? ["ce", "dice", "focal"]).Select(SegmentationLoss.Parse)],
            Settings = settings ?? Scenes.Settings(),
            Seeds = seeds,
            Network = new NetworkShape("pixel", 1, 0),
            Build = seed =>
            {
                built++;
                return new PixelNetwork(3, 3, seed);
            },
            Start = start,
            OutputFolder = output ?? Out,
            Resume = resume,
            Progress = progress is null ? null : new Callback(progress),
        };

    [Fact]
    public void The_ranking_has_every_loss_by_falling_mean_iou()
    {
        ComparisonResult result = Runner(seeds: 2).Run();
        Assert.Equal(["ce", "dice", "focal"], result.Ranking.Select(loss => loss.Loss).Order());
        Assert.Equal(result.Ranking.Select(loss => loss.MeanIoU).OrderDescending(), result.Ranking.Select(loss => loss.MeanIoU));
        Assert.All(result.Ranking, loss => Assert.InRange(loss.MeanIoU, loss.MeanIoULow, loss.MeanIoUHigh));
        Assert.All(result.Ranking, loss => Assert.Equal([0, 1], loss.Runs.Select(run => run.Seed)));
        Assert.All(result.Ranking, loss => Assert.Equal(loss.MeanIoU, loss.Runs.Average(run => run.MeanIoU), 1e-12));
        Assert.Equal([false, false, true], result.Ranking.Select(loss => loss.Lead is null));
        Assert.Equal(9 + 3, result.NetworkParameters);
        Assert.True(result.PeakMemory > 1 << 20);
    }

    [Fact]
    public void Scores_are_those_of_the_weights_that_were_written()
    {
        ComparisonResult result = Runner().Run();
        foreach (LossResult loss in result.Ranking)
        {
            Predictor predictor = Predictor.From(WeightsFile.Load(Path.Combine(Out, loss.Runs[0].Weights)), _ => new PixelNetwork(3, 3, 0));
            var whole = new ConfusionMatrix(3);
            foreach (SegmentationSample sample in dataset.Validation) whole.Add(predictor.Predict(sample.Image).Labels, sample.Mask.Labels, 255);
            Assert.Equal(
                [whole.MeanIoU, whole.PixelAccuracy, whole.MeanAccuracy, whole.FrequencyWeightedIoU, whole.IoU(0), whole.IoU(1), whole.IoU(2)],
                [loss.MeanIoU, loss.PixelAccuracy, loss.MeanAccuracy, loss.FrequencyWeightedIoU, .. loss.ClassIoU.Select(iou => iou!.Value)]);
        }
    }

    [Fact]
    public void A_run_ends_where_training_alone_would_end_whatever_else_is_compared()
    {
        ComparisonResult result = Runner(seeds: 2).Run();
        string weights = Path.Combine(Out, result.Ranking.Single(loss => loss.Loss == "dice").Runs[1].Weights);
        var network = new PixelNetwork(3, 3, seed: 1);
        var trainer = new Trainer(network, new DiceLoss(), dataset, Scenes.Settings() with { Seed = 1 });
        trainer.Train();
        WeightsFile.Save(folder["alone"], network, trainer.Describe(new NetworkShape("pixel", 1, 0)));
        Assert.Equal(File.ReadAllBytes(folder["alone"]), File.ReadAllBytes(weights));
    }

    [Fact]
    public void Runs_start_from_given_weights_and_keep_their_normalization()
    {
        WeightsFile start = Weights("start", seed: 9);
        // A step too small for a float, so that the weights stay what they are.
        ComparisonResult result = Runner(losses: ["ce"], settings: Scenes.Settings(epochs: 1) with { LearningRate = 1e-60 }, start: start).Run();
        WeightsFile ended = WeightsFile.Load(Path.Combine(Out, result.Ranking[0].Runs[0].Weights));
        Assert.Equal(start.Description.Mean, ended.Description.Mean);
        Assert.Equal(start.Description.StandardDeviation, ended.Description.StandardDeviation);
        PixelNetwork before = new(3, 3, seed: 0), after = new(3, 3, seed: 0);
        start.CopyTo(before);
        ended.CopyTo(after);
        Assert.Equal(before.Parameters.Select(p => p.Values), after.Parameters.Select(p => p.Values));
    }

    [Fact]
    public void A_comparison_is_not_resumed_from_other_weights()
    {
        Runner(losses: ["ce"], start: Weights("start", seed: 9)).Run();
        Runner(losses: ["ce"], start: Weights("same", seed: 9), resume: true).Run();
        Assert.Contains("start is", Assert.Throws<IOException>(() => Runner(losses: ["ce"], start: Weights("other", seed: 10), resume: true).Run()).Message);
        Assert.Contains("start is", Assert.Throws<IOException>(() => Runner(losses: ["ce"], resume: true).Run()).Message);
    }

    WeightsFile Weights(string name, int seed)
    {
        WeightsFile.Save(folder[name], new PixelNetwork(3, 3, seed), new WeightsDescription
        {
            Network = new NetworkShape("pixel", 1, 0),
            InputChannels = 3,
            LogitChannels = 3,
            ClassNames = dataset.ClassNames,
            Mean = [0.1f, 0.2f, 0.3f],
            StandardDeviation = [1, 2, 3],
        });
        return WeightsFile.Load(folder[name]);
    }

    [Fact]
    public void What_is_written_reads_back_and_is_readable()
    {
        ComparisonResult result = Runner(losses: ["ce", "ce + dice"]).Run();
        ComparisonResult read = ComparisonResult.Load(Path.Combine(Out, "results.json"));
        read.Save(folder["again.json"]);
        result.Save(folder["once.json"]);
        Assert.Equal(File.ReadAllText(folder["once.json"]), File.ReadAllText(folder["again.json"]));
        Assert.Equal(result.Advice, read.Advice);
        Assert.Contains("\"loss\": \"ce + dice\"", File.ReadAllText(Path.Combine(Out, "results.json")));
    }

    [Fact]
    public void Stopping_again_and_again_changes_nothing()
    {
        ComparisonResult expected = Runner(seeds: 2, output: folder["calm"]).Run();
        var random = new Random(3);
        ComparisonResult? result = null;
        int stops = 0;
        while (result is null)
        {
            using var cancellation = new CancellationTokenSource();
            int left = random.Next(1, 9);
            try
            {
                result = Runner(resume: true, seeds: 2, progress: _ => { if (--left == 0) cancellation.Cancel(); }).Run(cancellation.Token);
            }
            catch (OperationCanceledException)
            {
                stops++;
            }
        }

        Assert.InRange(stops, 5, 100);
        Assert.Equal(expected.Advice, result.Advice);
        foreach (var (calm, rough) in expected.Ranking.Zip(result.Ranking))
        {
            Assert.Equal((calm.Loss, calm.MeanIoU, calm.MeanIoULow, calm.Lead), (rough.Loss, rough.MeanIoU, rough.MeanIoULow, rough.Lead));
            foreach (RunResult run in calm.Runs)
                Assert.Equal(File.ReadAllBytes(Path.Combine(folder["calm"], run.Weights)), File.ReadAllBytes(Path.Combine(Out, run.Weights)));
        }
    }

    [Fact]
    public void Runs_that_are_over_are_not_repeated()
    {
        Runner().Run();
        built = 0;
        int steps = 0;
        ComparisonResult result = Runner(resume: true, progress: _ => steps++).Run();
        Assert.Equal(0, steps);
        Assert.Equal(3, result.Ranking.Count);
        Assert.Empty(Directory.GetFiles(Out, "checkpoint.safetensors", SearchOption.AllDirectories));
    }

    [Fact]
    public void Progress_names_the_run_and_ends_with_no_time_left()
    {
        var seen = new List<ComparisonProgress>();
        Runner(seeds: 2, progress: seen.Add).Run();
        Assert.Equal(
            [(1, "ce", 0), (2, "dice", 0), (3, "focal", 0), (4, "ce", 1), (5, "dice", 1), (6, "focal", 1)],
            seen.Select(progress => (progress.Run, progress.Loss, progress.Seed)).Distinct());
        Assert.All(seen, progress => Assert.Equal(6, progress.Runs));
        Assert.Equal(6 * (9 + 3), seen.Count);
        Assert.Equal(TimeSpan.Zero, seen[^1].TimeLeft);
        Assert.Equal(3, seen[^1].Epoch!.Epoch);
        Assert.All(seen.SkipLast(2), progress => Assert.True(progress.TimeLeft > TimeSpan.Zero));
    }

    [Fact]
    public void A_folder_in_use_by_another_process_is_refused()
    {
        string? message = null;
        Runner(progress: _ => message ??= Assert.Throws<IOException>(() => Runner(resume: true).Run()).Message).Run();
        Assert.Equal($"Another process is working in '{Out}'. Wait for it to end, or use another output folder.", message);
    }

    [Fact]
    public void A_folder_of_the_same_comparison_asks_for_resume()
    {
        using var cancellation = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => Runner(progress: _ => cancellation.Cancel()).Run(cancellation.Token));
        Assert.Equal(
            $"The output folder '{Out}' holds this comparison already, unfinished. Use --resume to go on with it, or another output folder.",
            Assert.Throws<IOException>(() => Runner().Run()).Message);
        Runner(resume: true).Run();
        Assert.Equal(
            $"The output folder '{Out}' holds this comparison already. Use --resume to go on with it, or another output folder.",
            Assert.Throws<IOException>(() => Runner().Run()).Message);
    }

    [Fact]
    public void A_folder_of_another_comparison_says_what_differs()
    {
        Runner().Run();
        string Refusal(ComparisonRunner runner) => Assert.Throws<IOException>(() => runner.Run()).Message;
        string rest = ". Use another output folder, or the settings of the one that is there.";
        Assert.Equal(
            $"The output folder '{Out}' holds another comparison: settings.epochs is 3 there and 9 now{rest}",
            Refusal(Runner(resume: true, settings: Scenes.Settings() with { Epochs = 9 })));
        Assert.Equal(
            $"The output folder '{Out}' holds another comparison: losses is [\"ce\", \"dice\", \"focal\"] there and [\"ce + dice\"] now{rest}",
            Refusal(Runner(resume: true, losses: ["ce + dice"])));
        dataset = Scenes.Make(ignore: 255, seed: 2);
        Assert.Equal(
            $"The output folder '{Out}' holds another comparison: the dataset has other images, masks, class names or another split{rest}",
            Refusal(Runner(resume: true)));
    }

    [Fact]
    public void Another_number_of_threads_is_the_same_comparison()
    {
        Runner().Run();
        Assert.Equal(3, Runner(resume: true, settings: Scenes.Settings() with { Threads = 2 }).Run().Ranking.Count);
    }

    [Fact]
    public void A_folder_with_other_things_in_it_is_left_alone()
    {
        Directory.CreateDirectory(Out);
        File.WriteAllText(Path.Combine(Out, "thesis.tex"), "");
        Assert.Equal(
            $"The output folder '{Out}' holds 'thesis.tex' and is not the folder of a comparison. Use another output folder.",
            Assert.Throws<IOException>(() => Runner(resume: true).Run()).Message);
        Assert.Equal([Path.Combine(Out, "thesis.tex")], Directory.GetFiles(Out));
    }

    [Fact]
    public void A_loss_that_breaks_down_is_reported_and_the_others_are_ranked()
    {
        TrainingSettings settings = Scenes.Settings() with { Optimizer = OptimizerKind.Sgd };
        ComparisonResult result = Runner(settings: settings, losses: ["ce", "1e300*ce", "dice"]).Run();
        Assert.Equal(["ce", "dice"], result.Ranking.Select(loss => loss.Loss).Order());
        RunFailure failure = Assert.Single(result.Failures);
        Assert.Equal(0, failure.Seed);
        Assert.StartsWith($"Training with {failure.Loss} broke down in epoch 1, step ", failure.Message);
    }

    [Fact]
    public void When_all_losses_break_down_the_comparison_fails()
    {
        TrainingSettings settings = Scenes.Settings() with { Optimizer = OptimizerKind.Sgd };
        Assert.Throws<TrainingDivergedException>(() => Runner(settings: settings, losses: ["1e300*ce"]).Run());
    }

    [Fact]
    public void The_same_loss_twice_is_refused() => Assert.Equal(
        "The loss ce is given twice.", Assert.Throws<ArgumentException>(() => Runner(losses: ["ce", "dice", "ce"]).Run()).Message);

    [Fact]
    public void Predictions_come_a_loss_in_the_order_of_the_ranking()
    {
        ComparisonRunner runner = Runner(seeds: 2);
        ComparisonResult result = runner.Run();
        IReadOnlyList<LossPredictions> predictions = runner.Predict(result, [3, 0]);
        Assert.Equal(result.Ranking.Select(loss => loss.Loss), predictions.Select(prediction => prediction.Loss));
        foreach (var (loss, prediction) in result.Ranking.Zip(predictions))
        {
            Predictor predictor = Predictor.From(WeightsFile.Load(Path.Combine(Out, loss.Runs[0].Weights)), _ => new PixelNetwork(3, 3, 0));
            Assert.Equal(predictor.Predict(dataset.Validation[3].Image).Labels.ToArray(), prediction.Images[0].Labels.ToArray());
            Assert.Equal(predictor.Predict(dataset.Validation[0].Image).Labels.ToArray(), prediction.Images[1].Labels.ToArray());
        }
    }

    [Fact]
    public void A_damaged_record_of_a_run_is_named()
    {
        Runner().Run();
        string record = Directory.GetFiles(Out, "run.json", SearchOption.AllDirectories)[0];
        File.WriteAllText(record, File.ReadAllText(record)[..^20]);
        var failure = Assert.Throws<InvalidDataException>(() => Runner(resume: true).Run());
        Assert.StartsWith($"'{record}' cannot be used: ", failure.Message);
    }
}
