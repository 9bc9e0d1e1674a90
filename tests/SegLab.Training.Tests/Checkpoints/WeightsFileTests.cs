using SegLab.Imaging;
using SegLab.Losses;
using SegLab.Training.Checkpoints;
using SegLab.Training.Networks;

namespace SegLab.Training.Tests.Checkpoints;

public sealed class WeightsFileTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    string Path => folder["w.safetensors"];

    public void Dispose() => folder.Dispose();

    (PixelNetwork Network, SegmentationDataset Dataset, Trainer Trainer) Train()
    {
        SegmentationDataset dataset = Scenes.Make(ignore: 255);
        var network = new PixelNetwork(3, 3, seed: 5);
        var trainer = new Trainer(network, SegmentationLoss.Parse("ce"), dataset, Scenes.Settings());
        trainer.Train();
        WeightsFile.Save(Path, network, trainer.Describe(new NetworkShape("pixel", 1, 0)));
        return (network, dataset, trainer);
    }

    [Fact]
    public void A_network_built_from_the_file_predicts_what_the_trained_one_predicts()
    {
        var (network, dataset, trainer) = Train();
        var trained = new Predictor(network, trainer.Normalization);
        Predictor read = Predictor.From(WeightsFile.Load(Path), weights => new PixelNetwork(weights.InputChannels, weights.LogitChannels, seed: 77));
        foreach (SegmentationSample sample in dataset.Validation)
            Assert.Equal(trained.Predict(sample.Image).Labels.ToArray(), read.Predict(sample.Image).Labels.ToArray());
    }

    [Fact]
    public void The_file_says_what_was_trained_on_what_and_how()
    {
        var (_, dataset, trainer) = Train();
        WeightsDescription read = WeightsFile.Load(Path).Description;
        Assert.Equal(new NetworkShape("pixel", 1, 0), read.Network);
        Assert.Equal(dataset.ClassNames, read.ClassNames);
        Assert.Equal(trainer.Normalization.Mean, read.Mean);
        Assert.Equal(trainer.Normalization.StandardDeviation, read.StandardDeviation);
        Assert.Equal(("ce", "scenes", trainer.Fingerprint, 3), (read.Loss, read.Dataset, read.Fingerprint, read.Epochs));
    }

    [Fact]
    public void Weights_of_another_network_are_refused()
    {
        Train();
        var failure = Assert.Throws<InvalidDataException>(() => WeightsFile.Load(Path).CopyTo(new PixelNetwork(3, 4, seed: 0)));
        Assert.Equal($"'{Path}' cannot be used: tensor 'head.weight' has the shape [3, 3, 1, 1], and the network needs [4, 3, 1, 1].", failure.Message);
    }

    [Fact]
    public void A_safetensors_file_of_somebody_else_is_refused()
    {
        SafetensorsFile.Write(Path, new Dictionary<string, string>(), [new Parameter("head.weight", [3, 3, 1, 1])]);
        var failure = Assert.Throws<InvalidDataException>(() => WeightsFile.Load(Path));
        Assert.EndsWith("its metadata lack 'seglab'; it was not written by SegLab, or by another version.", failure.Message);
    }

    [Fact]
    public void An_image_of_other_channels_is_refused()
    {
        Train();
        Predictor predictor = Predictor.From(WeightsFile.Load(Path), _ => new PixelNetwork(3, 3, seed: 0));
        var failure = Assert.Throws<ArgumentException>(() => predictor.Predict(new RasterImage(2, 2, 1, new byte[4])));
        Assert.StartsWith("The image has 1 channels, and the network was trained on 3.", failure.Message);
    }

    [Fact]
    public void One_logit_channel_predicts_the_foreground_where_it_is_positive()
    {
        var network = new PixelNetwork(1, 1, seed: 0);
        network.Parameters[0].Values[0] = 1;
        LabelMap labels = new Predictor(network, new([0.5f], [1])).Predict(new RasterImage(3, 1, 1, new byte[] { 0, 255, 100 }));
        Assert.Equal([0, 1, 0], labels.Labels.ToArray());
    }

    [Fact]
    public void A_u_net_is_built_again_from_its_file_alone()
    {
        SegmentationDataset dataset = Scenes.Make();
        var network = new UNet(3, 3, width: 4, depth: 2, seed: 1);
        var trainer = new Trainer(network, SegmentationLoss.Parse("ce"), dataset, Scenes.Settings());
        trainer.Train();
        WeightsFile.Save(Path, network, trainer.Describe(NetworkShape.UNet(4, 2)));
        Assert.Equal(
            new Predictor(network, trainer.Normalization).Predict(dataset.Validation[0].Image).Labels.ToArray(),
            Predictor.From(WeightsFile.Load(Path)).Predict(dataset.Validation[0].Image).Labels.ToArray());
    }

    [Fact]
    public void A_network_of_another_version_is_refused() => Assert.Equal(
        "There is no network 'transformer' in this version; it knows 'unet'.",
        Assert.Throws<InvalidDataException>(() => new NetworkShape("transformer", 16, 4).Build(3, 2, 0)).Message);
}
