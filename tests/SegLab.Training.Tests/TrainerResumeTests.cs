using SegLab.Imaging;
using SegLab.Losses;
using SegLab.Training.Networks;

namespace SegLab.Training.Tests;

/// <summary>However training stops, it ends in the same weights, bit for bit, as one that never stopped.</summary>
public sealed class TrainerResumeTests : IDisposable
{
    const int Epochs = 3;
    const int Steps = 3;
    static readonly SegmentationDataset dataset = Scenes.Make();
    readonly TemporaryFolder folder = new();

    string Path => folder["checkpoint"];

    public void Dispose() => folder.Dispose();

    sealed class CrashException : Exception;

    sealed class At(int step, Action action) : IProgress<TrainingProgress>
    {
        int seen;

        public void Report(TrainingProgress value)
        {
            if (++seen == step) action();
        }
    }

    Trainer Make(Network network, TimeSpan interval, IProgress<TrainingProgress>? progress = null, TrainingSettings? settings = null)
    {
        var trainer = new Trainer(network, SegmentationLoss.Parse("ce + dice"), dataset, settings ?? Scenes.Settings(Epochs))
        {
            CheckpointPath = Path,
            CheckpointInterval = interval,
            StepProgress = progress,
        };
        if (File.Exists(Path)) trainer.Resume(Path);
        return trainer;
    }

    static float[] Weights(Network network) => [.. network.Parameters.Concat(network.Buffers).SelectMany(parameter => parameter.Values)];

    (float[] Weights, IEnumerable<double?> Scores) Unbroken()
    {
        var network = new PixelNetwork(3, 3, 0);
        TrainingResult result = Make(network, TimeSpan.MaxValue).Train();
        File.Delete(Path);
        return (Weights(network), result.Epochs.Select(epoch => epoch.MeanIoU));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_crash_after_any_step_changes_nothing(bool checkpointsEachStep)
    {
        var expected = Unbroken();
        TimeSpan interval = checkpointsEachStep ? TimeSpan.Zero : TimeSpan.MaxValue;
        for (int step = 1; step <= Epochs * Steps; step++)
        {
            Assert.Throws<CrashException>(() => Make(new PixelNetwork(3, 3, 0), interval, new At(step, () => throw new CrashException())).Train());
            var network = new PixelNetwork(3, 3, seed: 99);
            if (!File.Exists(Path)) network = new PixelNetwork(3, 3, 0);
            TrainingResult result = Make(network, interval).Train();
            Assert.Equal(expected.Weights, Weights(network));
            Assert.Equal(expected.Scores, result.Epochs.Select(epoch => epoch.MeanIoU));
            File.Delete(Path);
        }
    }

    [Fact]
    public void Cancelling_at_any_step_leaves_all_that_was_done()
    {
        var expected = Unbroken();
        for (int step = 1; step <= Epochs * Steps; step++)
        {
            using var cancellation = new CancellationTokenSource();
            Assert.Throws<OperationCanceledException>(() =>
                Make(new PixelNetwork(3, 3, 0), TimeSpan.MaxValue, new At(step, cancellation.Cancel)).Train(cancellation.Token));
            var network = new PixelNetwork(3, 3, seed: 99);
            Trainer trainer = Make(network, TimeSpan.MaxValue);
            Assert.Equal(step, trainer.StepsDone);
            trainer.Train();
            Assert.Equal(expected.Weights, Weights(network));
            File.Delete(Path);
        }
    }

    [Fact]
    public void A_process_that_dies_while_it_writes_a_checkpoint_leaves_the_one_before()
    {
        var expected = Unbroken();
        Assert.Throws<CrashException>(() => Make(new PixelNetwork(3, 3, 0), TimeSpan.Zero, new At(5, () => throw new CrashException())).Train());
        byte[] whole = File.ReadAllBytes(Path);
        for (int written = 0; written < whole.Length; written += 97)
        {
            File.WriteAllBytes(Path, whole);
            File.WriteAllBytes(Path + ".partial", whole[..written]);
            var network = new PixelNetwork(3, 3, seed: 99);
            Make(network, TimeSpan.Zero).Train();
            Assert.Equal(expected.Weights, Weights(network));
            Assert.False(File.Exists(Path + ".partial"));
        }
    }

    [Fact]
    public void A_checkpoint_of_all_epochs_gives_the_scores_without_training()
    {
        var expected = Unbroken();
        TrainingResult first = Make(new PixelNetwork(3, 3, 0), TimeSpan.MaxValue).Train();
        var network = new PixelNetwork(3, 3, seed: 99);
        TrainingResult second = Make(network, TimeSpan.MaxValue, new At(1, () => throw new CrashException())).Train();
        Assert.Equal(expected.Weights, Weights(network));
        Assert.Equal(first.Validation.Select(image => image.Counts.ToArray()), second.Validation.Select(image => image.Counts.ToArray()));
    }

    [Fact]
    public void A_checkpoint_of_another_training_says_what_differs()
    {
        Make(new PixelNetwork(3, 3, 0), TimeSpan.MaxValue).Train();
        var failure = Assert.Throws<InvalidDataException>(() =>
            Make(new PixelNetwork(3, 3, 0), TimeSpan.Zero, settings: Scenes.Settings(Epochs) with { LearningRate = 0.5, Batch = 3 }));
        Assert.Equal($"'{Path}' cannot be used: it is the checkpoint of another training: settings.batch is 2 there and 3 now; settings.learningRate is 0.05 there and 0.5 now.", failure.Message);
    }

    [Fact]
    public void A_checkpoint_goes_on_with_another_number_of_threads()
    {
        var expected = Unbroken();
        Assert.Throws<CrashException>(() => Make(new PixelNetwork(3, 3, 0), TimeSpan.Zero, new At(4, () => throw new CrashException())).Train());
        var network = new PixelNetwork(3, 3, seed: 99);
        Make(network, TimeSpan.Zero, settings: Scenes.Settings(Epochs) with { Threads = 3 }).Train();
        Assert.Equal(expected.Weights, Weights(network));
    }

    [Fact]
    public void A_checkpoint_with_an_impossible_position_is_refused()
    {
        Make(new PixelNetwork(3, 3, 0), TimeSpan.MaxValue).Train();
        byte[] bytes = File.ReadAllBytes(Path);
        int place = bytes.AsSpan().IndexOf("\\u0022epoch\\u0022:3,"u8);
        Assert.True(place > 0);
        "9"u8.CopyTo(bytes.AsSpan(place + "\\u0022epoch\\u0022:".Length));
        File.WriteAllBytes(Path, bytes);
        var failure = Assert.Throws<InvalidDataException>(() => Make(new PixelNetwork(3, 3, 0), TimeSpan.Zero));
        Assert.Contains("it says that training stands at epoch 9, step 0, with a history of 3 epochs; there are 3 epochs of 3 steps", failure.Message);
    }

    [Fact]
    public void A_u_net_that_crashed_ends_like_one_that_did_not_with_other_threads()
    {
        static UNet Network() => new(3, 3, width: 4, depth: 1, seed: 5);
        UNet calm = Network(), rough = Network();
        TrainingResult expected = Make(calm, TimeSpan.MaxValue).Train();
        File.Delete(Path);
        Assert.Throws<CrashException>(() => Make(Network(), TimeSpan.Zero, new At(5, () => throw new CrashException())).Train());
        TrainingResult result = Make(rough, TimeSpan.Zero, settings: Scenes.Settings(Epochs) with { Threads = 3 }).Train();
        Assert.Equal(Weights(calm), Weights(rough));
        Assert.Equal(expected.Epochs.Select(epoch => epoch.TrainingLoss), result.Epochs.Select(epoch => epoch.TrainingLoss));
    }
}
