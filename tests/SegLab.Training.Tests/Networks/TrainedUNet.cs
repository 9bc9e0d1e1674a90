using SegLab.Imaging;
using SegLab.Imaging.Datasets;
using SegLab.Losses;
using SegLab.Training.Checkpoints;
using SegLab.Training.Data;
using SegLab.Training.Networks;

namespace SegLab.Training.Tests.Networks;

/// <summary>A small U-Net that was trained for a moment, so that no running statistic is what it began with, and its weights file.</summary>
public sealed class TrainedUNet : IDisposable
{
    readonly TemporaryFolder folder = new();
    readonly UNet network;

    public TrainedUNet()
    {
        SegmentationDataset dataset = GeneratedDataset.Create(training: 8, validation: 2);
        network = new UNet(3, dataset.ClassNames.Count, width: 6, depth: 3, seed: 2) { Threads = 2 };
        var trainer = new Trainer(
            network, SegmentationLoss.Parse("ce + dice"), dataset,
            new TrainingSettings { Epochs = 4, Batch = 2, CropHeight = 48, CropWidth = 56, LearningRate = 0.005, Threads = 2 });
        trainer.Train();
        (Normalization, Validation) = (trainer.Normalization, dataset.Validation);
        Description = trainer.Describe(NetworkShape.UNet(network.Width, network.Depth));
        WeightsPath = folder["trained.safetensors"];
        WeightsFile.Save(WeightsPath, network, Description);
    }

    public Normalization Normalization { get; }

    public IReadOnlyList<SegmentationSample> Validation { get; }

    public WeightsDescription Description { get; }

    public string WeightsPath { get; }

    /// <summary>A file beside the weights.</summary>
    public string this[string name] => folder[name];

    /// <summary>Images of one size as the network takes them.</summary>
    public FeatureMap Normalized(params IReadOnlyList<RasterImage> images) => Batch(images, Normalization);

    /// <summary>Images of one size with samples of 0..1.</summary>
    public static FeatureMap Samples(params IReadOnlyList<RasterImage> images) =>
        Batch(images, new Normalization(new float[images[0].Channels], [.. Enumerable.Repeat(1f, images[0].Channels)]));

    public double[] Logits(params IReadOnlyList<RasterImage> images) => Layers.Close.Doubles(network.Forward(Normalized(images), training: false).Values);

    public void Dispose() => folder.Dispose();

    static FeatureMap Batch(IReadOnlyList<RasterImage> images, Normalization normalization)
    {
        var batch = new FeatureMap(images.Count, images[0].Channels, images[0].Height, images[0].Width);
        for (int i = 0; i < images.Count; i++) normalization.Copy(images[i], batch, i);
        return batch;
    }
}
