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
    public void A_state_dict_without_a_description_is_a_U_Net_by_its_shapes()
    {
        var network = new UNet(2, 3, width: 4, depth: 2, seed: 1);
        Write(Tensors(network));
        WeightsFile weights = WeightsFile.Load(Path);
        WeightsDescription found = weights.Description;
        Assert.Equal((NetworkShape.UNet(4, 2), 2, 3), (found.Network, found.InputChannels, found.LogitChannels));
        Assert.Equal(["class 0", "class 1", "class 2"], found.ClassNames);
        Assert.Equal([0f, 0], found.Mean);
        Assert.Equal([1f, 1], found.StandardDeviation);
        Assert.Null(found.Loss);
        Assert.Equal(network.Parameters.Select(p => p.Values), weights.Build().Parameters.Select(p => p.Values));
    }

    [Fact]
    public void A_description_may_leave_out_what_the_shapes_tell()
    {
        Write(Tensors(new UNet(1, 1, width: 2, depth: 1)), """{"classNames":["ground","road"],"mean":[0.5]}""");
        WeightsDescription found = WeightsFile.Load(Path).Description;
        Assert.Equal((NetworkShape.UNet(2, 1), 1, 1), (found.Network, found.InputChannels, found.LogitChannels));
        Assert.Equal(["ground", "road"], found.ClassNames);
        Assert.Equal([0.5f], found.Mean);
        Assert.Equal([1f], found.StandardDeviation);
    }

    [Theory]
    [InlineData("""{"classNames":["ground","road"]}""", "its description has 2 class names for 3 logit channels")]
    [InlineData("""{"mean":[0.5]}""", "its description has 1 means and 2 deviations for 2 channels")]
    [InlineData("""{"standardDeviation":[1,0]}""", "of its description: Channel 1 has the mean 0 and the deviation 0; both must be finite, and the deviation above 0")]
    [InlineData("""{"network":{"name":"unet","width":0,"depth":1}}""", "it describes a network of 2 input channels, 3 logit channels, width 0 and depth 1; expected 1 or more, and a depth of 0 to 10")]
    [InlineData("""{"network":{"name":"unet","width":2,"depth":11}}""", "it describes a network of 2 input channels, 3 logit channels, width 2 and depth 11; expected 1 or more, and a depth of 0 to 10")]
    [InlineData("""{"inputChannels":-1}""", "it describes a network of -1 input channels, 3 logit channels, width 2 and depth 1; expected 1 or more, and a depth of 0 to 10")]
    [InlineData("""{"logitChannels":-1}""", "it describes a network of 2 input channels, -1 logit channels, width 2 and depth 1; expected 1 or more, and a depth of 0 to 10")]
    [InlineData("""{"mean":"x"}""", "its metadata entry 'seglab' cannot be read (")]
    public void A_description_that_cannot_be_is_refused(string description, string reason)
    {
        Write(Tensors(new UNet(2, 3, width: 2, depth: 1)), description);
        Assert.StartsWith($"'{Path}' cannot be used: {reason}", Assert.Throws<InvalidDataException>(() => WeightsFile.Load(Path)).Message);
    }

    [Fact]
    public void A_description_of_another_network_than_the_tensors_are_of_names_the_first_that_does_not_fit()
    {
        Write(Tensors(new UNet(2, 3, width: 2, depth: 1)), """{"network":{"name":"unet","width":4,"depth":1}}""");
        Assert.Equal(
            $"'{Path}' cannot be used: tensor 'encoder.0.conv1.weight' has the shape [2, 2, 3, 3], and the network needs [4, 2, 3, 3].",
            Assert.Throws<InvalidDataException>(() => WeightsFile.Load(Path).Build()).Message);
    }

    [Fact]
    public void A_level_that_is_missing_is_named()
    {
        Parameter[] tensors = Tensors(new UNet(2, 3, width: 2, depth: 2));
        Write([.. tensors.Where(tensor => !tensor.Name.StartsWith("encoder.1", StringComparison.Ordinal))]);
        Assert.Equal(
            $"'{Path}' cannot be used: it lacks tensor 'encoder.1.conv1.weight' of shape [4, 2, 3, 3], which the network needs.",
            Assert.Throws<InvalidDataException>(() => WeightsFile.Load(Path).Build()).Message);
    }

    [Fact]
    public void A_safetensors_file_of_something_else_is_refused()
    {
        Write([new Parameter("head.weight", [3, 3, 1, 1])]);
        Assert.Equal(
            $"'{Path}' cannot be used: its metadata 'seglab' do not say what the network is, and it lacks tensor 'encoder.0.conv1.weight' of shape " +
            "[width, channels, 3, 3], by which a U-Net would be known.",
            Assert.Throws<InvalidDataException>(() => WeightsFile.Load(Path)).Message);
        Write([new Parameter("encoder.0.conv1.weight", [3, 3])]);
        Assert.EndsWith(
            "tensor 'encoder.0.conv1.weight' has the shape [3, 3], expected [width, channels, 3, 3].",
            Assert.Throws<InvalidDataException>(() => WeightsFile.Load(Path)).Message);
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

    static Parameter[] Tensors(Network network) => [.. network.Parameters, .. network.Buffers];

    void Write(Parameter[] tensors, string? description = null) => SafetensorsFile.Write(
        Path, description is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["seglab"] = description }, tensors);
}
