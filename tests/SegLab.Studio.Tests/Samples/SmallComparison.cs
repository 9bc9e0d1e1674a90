using SegLab.Imaging;
using SegLab.Losses;
using SegLab.Training;
using SegLab.Training.Checkpoints;
using SegLab.Training.Comparison;
using SegLab.Training.Networks;

namespace SegLab.Studio.Tests.Samples;

/// <summary>A comparison that is trained for real, within a second: two losses, three epochs, images of 16 x 16.</summary>
static class SmallComparison
{
    public const int Epochs = 3;
    const int Side = 16;

    static readonly string[] losses = ["ce", "dice"];

    sealed class Callback(Action<ComparisonProgress> action) : IProgress<ComparisonProgress>
    {
        public void Report(ComparisonProgress value) => action(value);
    }

    /// <param name="folder">Where it goes.</param>
    /// <param name="name">The name of the dataset and of a class.</param>
    /// <param name="epoch">Is called after every epoch.</param>
    public static ComparisonRunner In(string folder, string name = "small", Action<ComparisonProgress>? epoch = null) => new()
    {
        Dataset = new SegmentationDataset { Name = name, ClassNames = ["ground", name], Training = [.. Samples(4)], Validation = [.. Samples(2)] },
        Losses = [.. losses.Select(SegmentationLoss.Parse)],
        Settings = new TrainingSettings { Epochs = Epochs, Batch = 2, CropHeight = Side, CropWidth = Side, LearningRate = 0.01, Threads = 1 },
        Network = new NetworkShape("unet", 2, 1),
        Build = seed => new UNet(1, 2, 2, 1, seed),
        OutputFolder = folder,
        Progress = new Callback(at => { if (at.Epoch?.Epoch == at.Training.Epoch) epoch?.Invoke(at); }),
    };

    static IEnumerable<SegmentationSample> Samples(int count)
    {
        for (int n = 0; n < count; n++)
        {
            ushort[] labels = [.. Enumerable.Range(0, Side * Side).Select(i => (ushort)(i % Side > 4 + n ? 1 : 0))];
            byte[] grey = [.. labels.Select((label, i) => (byte)(label * 150 + i * 37 % 50))];
            yield return new SegmentationSample($"image {n}", new RasterImage(Side, Side, 1, grey), new LabelMap(Side, Side, labels));
        }
    }
}
