using SegLab.Imaging;
using SegLab.Losses;
using SegLab.Metrics;
using SegLab.Training.Comparison;
using SegLab.Training.Networks;
using SegLab.Training.Optimizers;

namespace SegLab.Training.Tests;

public sealed class TrainerTests
{
    static readonly SegmentationLoss crossEntropy = new CrossEntropyLoss();

    sealed class Callback<T>(Action<T> action) : IProgress<T>
    {
        public void Report(T value) => action(value);
    }

    static Trainer Make(PixelNetwork network, TrainingSettings? settings = null, SegmentationDataset? dataset = null, SegmentationLoss? loss = null) =>
        new(network, loss ?? crossEntropy, dataset ?? Scenes.Make(), settings ?? Scenes.Settings());

    [Fact]
    public void Training_learns_what_the_colours_give_away()
    {
        var network = new PixelNetwork(3, 3, seed: 0);
        TrainingResult result = Make(network, Scenes.Settings(epochs: 20)).Train();
        Assert.Equal(20, result.Epochs.Count);
        Assert.True(result.Epochs[^1].TrainingLoss < 0.5 * result.Epochs[0].TrainingLoss);
        Assert.True(result.Epochs[^1].PixelAccuracy > 0.9);
    }

    [Fact]
    [Trait("Category", "Numeric")]
    public void The_first_step_of_plain_descent_follows_from_the_mean_gradient_of_the_batch()
    {
        // Weights start at zero, so every class has probability 1/3: d loss / d bias = 1/3 - share of the class among the counted labels.
        var sample = new SegmentationSample("x", new RasterImage(4, 1, 3, new byte[12]), new LabelMap(4, 1, [0, 0, 1, 255]));
        var dataset = new SegmentationDataset { Name = "x", ClassNames = ["a", "b", "c"], IgnoreLabel = 255, Training = [sample], Validation = [] };
        var network = new PixelNetwork(3, 3, seed: 0);
        Array.Clear(network.Parameters[0].Values);
        Make(network, new TrainingSettings
        {
            Epochs = 1,
            Batch = 1,
            CropHeight = 1,
            CropWidth = 4,
            LearningRate = 0.3,
            Optimizer = OptimizerKind.Sgd,
            Schedule = LearningRateSchedule.Constant,
            WeightDecay = 0,
        }, dataset).Train();
        Assert.Equal(0.3 * (2 / 3.0 - 1 / 3.0), network.Parameters[1].Values[0], 1e-6);
        Assert.Equal(0, network.Parameters[1].Values[1], 1e-6);
        Assert.Equal(-0.3 / 3, network.Parameters[1].Values[2], 1e-6);
    }

    [Fact]
    public void The_final_scores_are_those_of_the_trained_network_on_whole_images()
    {
        SegmentationDataset dataset = Scenes.Make(ignore: 255);
        var network = new PixelNetwork(3, 3, seed: 0);
        Trainer trainer = Make(network, dataset: dataset);
        TrainingResult result = trainer.Train();
        var predictor = new Predictor(network, trainer.Normalization);
        var whole = new ConfusionMatrix(3);
        for (int i = 0; i < dataset.Validation.Count; i++)
        {
            var (_, image, mask) = dataset.Validation[i];
            var expected = new ConfusionMatrix(3);
            expected.Add(predictor.Predict(image).Labels, mask.Labels, 255);
            Assert.Equal(expected.Counts.ToArray(), result.Validation[i].Counts.ToArray());
            whole.Merge(expected);
        }

        Assert.Equal(whole.MeanIoU, result.Epochs[^1].MeanIoU);
        Assert.Equal(whole.PixelAccuracy, result.Epochs[^1].PixelAccuracy);
    }

    [Fact]
    public void Validation_comes_after_every_nth_epoch_and_after_the_last()
    {
        TrainingResult result = Make(new PixelNetwork(3, 3, 0), Scenes.Settings(epochs: 5) with { ValidateEvery = 2 }).Train();
        Assert.Equal([false, true, false, true, true], result.Epochs.Select(epoch => epoch.MeanIoU.HasValue));
    }

    [Fact]
    public void Progress_counts_every_step_and_epoch_and_its_losses_average_to_the_epochs_loss()
    {
        var steps = new List<TrainingProgress>();
        var epochs = new List<EpochResult>();
        SegmentationDataset dataset = Scenes.Make();
        new Trainer(new PixelNetwork(3, 3, 0), crossEntropy, dataset, Scenes.Settings())
        {
            StepProgress = new Callback<TrainingProgress>(steps.Add),
            EpochProgress = new Callback<EpochResult>(epochs.Add),
        }.Train();
        Assert.Equal([(1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3), (3, 1), (3, 2), (3, 3)], steps.Select(step => (step.Epoch, step.Step)));
        Assert.All(steps, step => Assert.True(step is { Epochs: 3, Steps: 3, ImagesPerSecond: > 0 }));
        Assert.Equal(TimeSpan.Zero, steps[^1].TimeLeft);
        Assert.Equal(3, epochs.Count);
        Assert.Equal(steps.Take(3).Average(step => step.Loss), epochs[0].TrainingLoss, 1e-12);
    }

    [Fact]
    public void A_loss_that_breaks_down_stops_training_and_keeps_the_checkpoint_before_it()
    {
        using var folder = new TemporaryFolder();
        string path = folder["checkpoint"];
        TrainingSettings settings = Scenes.Settings() with { Optimizer = OptimizerKind.Sgd, LearningRate = 3e37, Schedule = LearningRateSchedule.Constant };
        var network = new PixelNetwork(3, 3, 0);
        var trainer = new Trainer(network, crossEntropy, Scenes.Make(), settings) { CheckpointPath = path, CheckpointInterval = TimeSpan.Zero };
        var failure = Assert.Throws<TrainingDivergedException>(() => trainer.Train());
        Assert.StartsWith("Training with ce broke down in epoch 1, step ", failure.Message);
        Assert.EndsWith($"Use a learning rate below 3E+37. The last checkpoint before that is kept in '{path}'.", failure.Message);
        var resumed = new PixelNetwork(3, 3, 0);
        new Trainer(resumed, crossEntropy, Scenes.Make(), settings).Resume(path);
        Assert.All(resumed.Parameters, parameter => Assert.All(parameter.Values, value => Assert.True(float.IsFinite(value))));
    }

    [Fact]
    public void Steps_allocate_next_to_nothing_after_the_first_epoch()
    {
        long start = 0, least = long.MaxValue;
        SegmentationDataset dataset = Scenes.Make(training: 40, validation: 0);
        new Trainer(new PixelNetwork(3, 3, 0), crossEntropy, dataset, Scenes.Settings(epochs: 6))
        {
            StepProgress = new Callback<TrainingProgress>(progress =>
            {
                if (progress is { Epoch: > 1, Step: 2 }) start = GC.GetAllocatedBytesForCurrentThread();
                if (progress is { Epoch: > 1, Step: 20 }) least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - start);
            }),
        }.Train();
        Assert.InRange(least, 1, 18 * 400);
    }

    [Fact]
    public void A_network_that_does_not_fit_the_dataset_is_refused()
    {
        Assert.Equal(
            "The network puts out 4 classes, and 'scenes' has 3.",
            Assert.Throws<ArgumentException>(() => Make(new PixelNetwork(3, 4, 0))).Message);
        Assert.Equal(
            "The network takes images of 1 channels, and those of 'scenes' have 3.",
            Assert.Throws<ArgumentException>(() => Make(new PixelNetwork(1, 3, 0))).Message);
    }

    [Fact]
    public void A_validation_image_too_small_for_the_network_is_named_before_training()
    {
        bool trained = false;
        var trainer = new Trainer(new UNet(3, 3, width: 2, depth: 3), crossEntropy, Scenes.Make() with { Validation = Scenes.Make(size: 6).Validation }, Scenes.Settings())
        {
            StepProgress = new Callback<TrainingProgress>(_ => trained = true),
        };
        Assert.StartsWith("Validation image 'val0' cannot be used: Images of 6 x 6 pixels are too small", Assert.Throws<ArgumentException>(() => trainer.Train()).Message);
        Assert.False(trained);
    }

    [Fact]
    public void A_setting_out_of_range_is_named() => Assert.Equal(
        "The learning rate must be above 0, not -1.",
        Assert.Throws<ArgumentException>(() => Make(new PixelNetwork(3, 3, 0), Scenes.Settings() with { LearningRate = -1 })).Message);
}
