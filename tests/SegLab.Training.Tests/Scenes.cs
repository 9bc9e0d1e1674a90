using SegLab.Imaging;
using SegLab.Numerics;

namespace SegLab.Training.Tests;

/// <summary>Small coloured images whose masks follow from the colours, so that a pixel network can learn them.</summary>
static class Scenes
{
    public static SegmentationDataset Make(int training = 7, int validation = 4, int size = 12, int? ignore = null, ulong seed = 1)
    {
        var random = new RandomStream(seed);
        return new SegmentationDataset
        {
            Name = "scenes",
            ClassNames = ["ground", "disc", "speck"],
            IgnoreLabel = ignore,
            Training = [.. Enumerable.Range(0, training).Select(i => Sample($"train{i}", size + i % 3, size, random, ignore))],
            Validation = [.. Enumerable.Range(0, validation).Select(i => Sample($"val{i}", size, size + i % 2, random, ignore))],
        };
    }

    static SegmentationSample Sample(string name, int width, int height, RandomStream random, int? ignore)
    {
        var planes = new byte[3 * width * height];
        var labels = new ushort[width * height];
        for (int i = 0; i < labels.Length; i++)
        {
            double draw = random.NextDouble();
            labels[i] = (ushort)(draw < 0.01 ? 2 : draw < 0.4 ? 1 : 0);
            for (int c = 0; c < 3; c++) planes[c * labels.Length + i] = (byte)(random.NextInt(90) + (c == labels[i] ? 120 : 40));
            if (ignore is { } label && random.NextInt(10) == 0) labels[i] = (ushort)label;
        }

        labels[0] = 2;
        return new SegmentationSample(name, new RasterImage(width, height, 3, planes), new LabelMap(width, height, labels));
    }

    public static TrainingSettings Settings(int epochs = 3) =>
        new() { Epochs = epochs, Batch = 2, CropHeight = 8, CropWidth = 8, LearningRate = 0.05, Threads = 1 };
}
