using SegLab.Losses;
using SegLab.Training.Optimizers;

namespace SegLab.Training.Tests;

/// <summary>Training drives the weights of a loss that follow a schedule.</summary>
public sealed class ScheduledLossTests : IDisposable
{
    const int Epochs = 4, StepsPerEpoch = 3;
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    sealed class CrashException : Exception;

    sealed class CrashAt(int step) : IProgress<TrainingProgress>
    {
        int seen;

        public void Report(TrainingProgress value)
        {
            if (++seen == step) throw new CrashException();
        }
    }

    static readonly TrainingSettings still = Scenes.Settings(Epochs) with { Optimizer = OptimizerKind.Sgd, LearningRate = 1e-30, WeightDecay = 0 };

    static double[] Losses(string loss, TrainingSettings settings) =>
        [.. new Trainer(new PixelNetwork(3, 3, 0), SegmentationLoss.Parse(loss), Scenes.Make(), settings).Train().Epochs.Select(epoch => epoch.TrainingLoss)];

    [Theory]
    [InlineData("linear(1, 0)", new[] { 1, 0.75, 0.5, 0.25 })]
    [InlineData("linear(0, 1, 0.5)", new[] { 0, 0.5, 1, 1 })]
    [InlineData("step(2, 1, 0.75)", new double[] { 2, 2, 2, 1 })]
    [InlineData("cosine(1, 0)", new[] { 1, 0.85355339, 0.5, 0.14644661 })]
    public void Each_epoch_has_the_weight_at_the_share_of_the_epochs_that_are_over(string schedule, double[] weights)
    {
        // The network stays what it is, so that the epochs differ by the weight alone.
        double[] plain = Losses("ce", still), dice = Losses("dice", still), scheduled = Losses($"{schedule}*ce + dice", still);
        for (int epoch = 0; epoch < Epochs; epoch++) Assert.Equal(weights[epoch] * plain[epoch] + dice[epoch], scheduled[epoch], 1e-6);
    }

    [Fact]
    public void The_gradient_has_the_weight_too()
    {
        static float[] Trained(string loss)
        {
            var network = new PixelNetwork(3, 3, 0);
            new Trainer(network, SegmentationLoss.Parse(loss), Scenes.Make(), still with { LearningRate = 0.1 }).Train();
            return [.. network.Parameters.SelectMany(parameter => parameter.Values)];
        }

        Assert.Equal(Trained("2*ce"), Trained("linear(2, 2)*ce"));
        Assert.NotEqual(Trained("2*ce"), Trained("step(2, 0, 0.5)*ce"));
    }

    [Fact]
    public void A_crash_after_any_step_changes_nothing()
    {
        const string loss = "linear(1, 0.1)*ce + step(0, 1, 0.5)*dice";
        var calm = new PixelNetwork(3, 3, 0);
        TrainingResult expected = Make(calm, null).Train();
        File.Delete(folder["checkpoint"]);
        for (int step = 1; step < Epochs * StepsPerEpoch; step++)
        {
            Assert.Throws<CrashException>(() => Make(new PixelNetwork(3, 3, 0), new CrashAt(step)).Train());
            var rough = new PixelNetwork(3, 3, File.Exists(folder["checkpoint"]) ? 99 : 0);
            TrainingResult result = Make(rough, null).Train();
            Assert.Equal(calm.Parameters.SelectMany(parameter => parameter.Values), rough.Parameters.SelectMany(parameter => parameter.Values));
            Assert.Equal(expected.Epochs.Select(epoch => epoch.TrainingLoss), result.Epochs.Select(epoch => epoch.TrainingLoss));
            File.Delete(folder["checkpoint"]);
        }

        Trainer Make(PixelNetwork network, IProgress<TrainingProgress>? progress)
        {
            var trainer = new Trainer(network, SegmentationLoss.Parse(loss), Scenes.Make(), Scenes.Settings(Epochs))
            {
                CheckpointPath = folder["checkpoint"],
                CheckpointInterval = TimeSpan.Zero,
                StepProgress = progress,
            };
            if (File.Exists(folder["checkpoint"])) trainer.Resume(folder["checkpoint"]);
            return trainer;
        }
    }
}
