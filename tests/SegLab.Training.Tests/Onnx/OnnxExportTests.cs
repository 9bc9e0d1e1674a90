using System.Text.Json;
using SegLab.Imaging;
using SegLab.Training.Checkpoints;
using SegLab.Training.Networks;
using SegLab.Training.Onnx;
using SegLab.Training.Tests.Layers;
using SegLab.Training.Tests.Networks;

namespace SegLab.Training.Tests.Onnx;

/// <summary>Models run by ONNX Runtime, beside SegLab's own passes.</summary>
public sealed class OnnxExportTests(TrainedUNet trained) : IClassFixture<TrainedUNet>
{
    /// <summary>Of the largest logit.</summary>
    const double Tolerance = 1e-4;

    [Theory]
    [InlineData(64, 64)]
    [InlineData(8, 8)]
    [InlineData(15, 9)]
    [InlineData(53, 37)]
    [InlineData(240, 131)]
    public void Logits_are_those_of_the_network_on_images_of_any_size_alone_and_three_at_a_time(int width, int height)
    {
        using OnnxModel model = Export(new OnnxExport());
        RasterImage[] images = [TestImages.Natural(width, height), TestImages.Generated(width, height), TestImages.Natural(width, height, seed: 1)];
        foreach (RasterImage image in images) Close.To(trained.Logits(image), model.Run(TrainedUNet.Samples(image)), Tolerance);
        Close.To(trained.Logits(images), model.Run(TrainedUNet.Samples(images)), Tolerance);
    }

    [Theory]
    [InlineData(1, 1, 4, 0)]
    [InlineData(3, 2, 16, 1)]
    [InlineData(4, 5, 3, 4)]
    public void Networks_of_any_shape_can_be_written(int channels, int classes, int width, int depth)
    {
        var network = new UNet(channels, classes, width, depth, seed: 3);
        var random = new Random(8);
        FeatureMap images = Tensor.Random(random, 2, channels, 33, 47).ToFeatureMap();
        for (int i = 0; i < 3; i++) network.Forward(images, training: true);
        using OnnxModel model = Export(new OnnxExport(), Save(network, mean: 0, deviation: 1));
        Close.To(Close.Doubles(network.Forward(images, training: false).Values), model.Run(images), Tolerance);
    }

    [Fact]
    public void Samples_of_0_to_255_give_the_same_logits_where_the_model_was_made_for_them()
    {
        using OnnxModel model = Export(new OnnxExport { SampleMaximum = 255 });
        RasterImage image = TestImages.Natural(40, 40);
        FeatureMap bytes = TrainedUNet.Samples(image);
        foreach (ref float sample in bytes.Values) sample *= 255;
        Close.To(trained.Logits(image), model.Run(bytes), Tolerance);
    }

    [Fact]
    public void Probabilities_are_the_softmax_of_the_logits()
    {
        using OnnxModel model = Export(new OnnxExport { Probabilities = true });
        RasterImage image = TestImages.Natural(24, 16);
        double[] logits = trained.Logits(image);
        int pixels = 24 * 16, classes = logits.Length / pixels;
        var expected = new double[logits.Length];
        for (int i = 0; i < expected.Length; i++)
            expected[i] = Math.Exp(logits[i]) / Enumerable.Range(0, classes).Sum(k => Math.Exp(logits[k * pixels + i % pixels]));
        Assert.Equal("probabilities", model.Output.Key);
        Close.To(expected, model.Run(TrainedUNet.Samples(image)), Tolerance);
    }

    [Fact]
    public void Of_a_single_channel_they_are_the_sigmoid()
    {
        var network = new UNet(1, 1, width: 4, depth: 1, seed: 3);
        FeatureMap images = Tensor.Random(new Random(4), 1, 1, 12, 10).ToFeatureMap();
        using OnnxModel model = Export(new OnnxExport { Probabilities = true }, Save(network, mean: 0, deviation: 1));
        Close.To([.. Close.Doubles(network.Forward(images, training: false).Values).Select(z => 1 / (1 + Math.Exp(-z)))], model.Run(images), Tolerance);
    }

    [Fact]
    public void Every_channel_has_its_own_mean_and_deviation()
    {
        var network = new UNet(2, 3, width: 4, depth: 1, seed: 3);
        WeightsFile.Save(trained["two.safetensors"], network, Describe(network) with { Mean = [0.25f, -1], StandardDeviation = [0.5f, 4] });
        FeatureMap images = Tensor.Random(new Random(4), 2, 2, 9, 10).ToFeatureMap(), normalized = new(2, 2, 9, 10);
        for (int i = 0; i < images.Length; i++)
            normalized.Values[i] = i / 90 % 2 == 0 ? (images.Values[i] - 0.25f) / 0.5f : (images.Values[i] + 1) / 4;
        using OnnxModel model = Export(new OnnxExport(), trained["two.safetensors"]);
        Close.To(Close.Doubles(network.Forward(normalized, training: false).Values), model.Run(images), Tolerance);
    }

    [Fact]
    public void The_model_says_what_it_takes_what_it_gives_and_what_the_classes_are()
    {
        using OnnxModel model = Export(new OnnxExport());
        Assert.Equal(("images", "logits"), (model.Input.Key, model.Output.Key));
        Assert.Equal([-1, 3, -1, -1], model.Input.Value.Dimensions);
        Assert.Equal(["batch", "", "height", "width"], model.Input.Value.SymbolicDimensions);
        Assert.Equal([-1, 5, -1, -1], model.Output.Value.Dimensions);
        Assert.Equal("""["background","field","blob","speck","wire"]""", model.Metadata["class_names"]);
        Assert.Equal("RGB images, samples of 0 to 1, 8 pixels or more a side", model.Metadata["images"]);
        using JsonDocument description = JsonDocument.Parse(model.Metadata["seglab"]);
        Assert.Equal("ce + dice", description.RootElement.GetProperty("loss").GetString());
    }

    [Fact]
    public void A_network_that_is_no_u_net_is_refused()
    {
        var network = new PixelNetwork(3, 3, seed: 0);
        WeightsFile.Save(trained["pixel.safetensors"], network, trained.Description with { Network = new("pixel", 1, 0), LogitChannels = 3, ClassNames = ["a", "b", "c"] });
        var failure = Assert.Throws<InvalidDataException>(() => Export(new OnnxExport(), trained["pixel.safetensors"]));
        Assert.Equal("There is no network 'pixel' in this version; it knows 'unet'.", failure.Message);
        Assert.False(File.Exists(trained["model.onnx"]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_largest_sample_that_cannot_be_is_refused(float maximum) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new OnnxExport { SampleMaximum = maximum });

    OnnxModel Export(OnnxExport export, string? weights = null)
    {
        string path = trained["model.onnx"];
        File.Delete(path);
        export.Write(path, WeightsFile.Load(weights ?? trained.WeightsPath));
        return new OnnxModel(path);
    }

    string Save(UNet network, float mean, float deviation)
    {
        string path = trained["other.safetensors"];
        WeightsFile.Save(path, network, Describe(network) with
        {
            Mean = [.. Enumerable.Repeat(mean, network.InputChannels)],
            StandardDeviation = [.. Enumerable.Repeat(deviation, network.InputChannels)],
        });
        return path;
    }

    WeightsDescription Describe(UNet network) => trained.Description with
    {
        Network = NetworkShape.UNet(network.Width, network.Depth),
        InputChannels = network.InputChannels,
        LogitChannels = network.Classes,
        ClassNames = [.. Enumerable.Range(0, Math.Max(2, network.Classes)).Select(k => $"{k}")],
    };
}
