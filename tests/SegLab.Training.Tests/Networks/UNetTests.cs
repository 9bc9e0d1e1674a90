using SegLab.Tests;
using SegLab.Training.Networks;
using SegLab.Training.Tests.Layers;

namespace SegLab.Training.Tests.Networks;

[Trait("Category", "Numeric")]
public sealed class UNetTests
{
    readonly Random random = new(19);

    [Fact]
    public void Width_16_depth_4_with_3_channels_and_11_classes_has_1_961_035_parameters()
    {
        // A unit from i to o channels has 9 i o weights and 2 o normalisation parameters.
        static int Block(int inputs, int outputs) => 9 * inputs * outputs + 9 * outputs * outputs + 4 * outputs;
        int encoder = Block(3, 16) + Block(16, 32) + Block(32, 64) + Block(64, 128) + Block(128, 256);
        int decoder = Block(48, 16) + Block(96, 32) + Block(192, 64) + Block(384, 128);
        int head = 16 * 11 + 11;
        Assert.Equal(encoder + decoder + head, new UNet(3, 11, width: 16, depth: 4).Parameters.Sum(p => p.Values.Length));
    }

    [Fact]
    public void Names_and_shapes_are_those_of_a_pytorch_state_dict()
    {
        var network = new UNet(3, 5, width: 4, depth: 1);
        Assert.Equal(
            [
                "encoder.0.conv1.weight [4, 3, 3, 3]", "encoder.0.bn1.weight [4]", "encoder.0.bn1.bias [4]",
                "encoder.0.conv2.weight [4, 4, 3, 3]", "encoder.0.bn2.weight [4]", "encoder.0.bn2.bias [4]",
                "encoder.1.conv1.weight [8, 4, 3, 3]", "encoder.1.bn1.weight [8]", "encoder.1.bn1.bias [8]",
                "encoder.1.conv2.weight [8, 8, 3, 3]", "encoder.1.bn2.weight [8]", "encoder.1.bn2.bias [8]",
                "decoder.0.conv1.weight [4, 12, 3, 3]", "decoder.0.bn1.weight [4]", "decoder.0.bn1.bias [4]",
                "decoder.0.conv2.weight [4, 4, 3, 3]", "decoder.0.bn2.weight [4]", "decoder.0.bn2.bias [4]",
                "head.weight [5, 4, 1, 1]", "head.bias [5]",
            ],
            network.Parameters.Select(p => $"{p.Name} [{string.Join(", ", p.Shape)}]"));
        Assert.Equal(["encoder.0.bn1.running_mean", "encoder.0.bn1.running_var"], network.Buffers.Take(2).Select(b => b.Name));
        Assert.Equal(12, network.Buffers.Count);
    }

    [Theory]
    [InlineData(2, 1, 2, 0, 3, 5)]
    [InlineData(1, 3, 3, 1, 7, 10)]
    [InlineData(2, 2, 2, 2, 9, 7)]
    public void Every_gradient_agrees_with_differences_of_a_double_precision_network(int batch, int channels, int width, int depth, int height, int columns)
    {
        UNet network = Create(channels, 3, width, depth);
        Tensor images = Tensor.Random(random, batch, channels, height, columns);
        var reference = new ReferenceUNet(network);
        Tensor logits = Tensor.From(network.Forward(images.ToFeatureMap(), training: true));
        Close.To(reference.Forward(images).Values, logits.Values, 1e-4, "logits");

        Tensor gradient = Tensor.Random(random, batch, 3, height, columns);
        network.Backward(gradient.ToFeatureMap());
        foreach (Parameter parameter in network.Parameters)
        {
            double[] expected = Reference.Differences(reference[parameter.Name], () => reference.Forward(images).Dot(gradient), step: 1e-6);
            double scale = Math.Max(expected.Max(Math.Abs), 0.1);
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.True(
                    Math.Abs(expected[i] - parameter.Gradient[i]) < 1e-3 * scale,
                    $"{parameter.Name}[{i}]: expected {expected[i]}, got {parameter.Gradient[i]}");
            }
        }
    }

    [Fact]
    public void Inference_uses_the_running_statistics_and_leaves_them_alone()
    {
        UNet network = Create(2, 3, 3, 2);
        FeatureMap batch = Tensor.Random(random, 2, 2, 12, 13).ToFeatureMap();
        for (int i = 0; i < 3; i++) network.Forward(batch, training: true);
        float[][] before = [.. network.Buffers.Select(b => b.Values.ToArray())];
        Tensor images = Tensor.Random(random, 1, 2, 5, 18);
        Tensor logits = Tensor.From(network.Forward(images.ToFeatureMap(), training: false));

        Close.To(new ReferenceUNet(network).Forward(images, training: false).Values, logits.Values, 1e-5);
        for (int i = 0; i < before.Length; i++) Assert.Equal(before[i], network.Buffers[i].Values);
    }

    [Fact]
    public void Passes_give_the_same_bits_for_any_number_of_threads()
    {
        (float[] Logits, float[][] Gradients, float[][] Buffers) one = Step(1);
        foreach (int threads in new[] { 2, 4 })
        {
            (float[] logits, float[][] gradients, float[][] buffers) = Step(threads);
            Assert.Equal(one.Logits, logits);
            Assert.Equal(one.Gradients, gradients);
            Assert.Equal(one.Buffers, buffers);
        }

        static (float[] Logits, float[][] Gradients, float[][] Buffers) Step(int threads)
        {
            var numbers = new Random(20);
            var network = new UNet(3, 4, width: 5, depth: 2, seed: 6) { Threads = threads };
            float[] logits = network.Forward(Tensor.Random(numbers, 2, 3, 37, 42).ToFeatureMap(), training: true).Values.ToArray();
            network.Backward(Tensor.Random(numbers, 2, 4, 37, 42).ToFeatureMap());
            return (logits, [.. network.Parameters.Select(p => p.Gradient)], [.. network.Buffers.Select(b => b.Values)]);
        }
    }

    [Fact]
    public void Another_size_in_between_does_not_change_a_result()
    {
        UNet network = Create(1, 2, 2, 1);
        FeatureMap small = Tensor.Random(random, 1, 1, 6, 6).ToFeatureMap(), large = Tensor.Random(random, 2, 1, 9, 8).ToFeatureMap();
        float[] first = network.Forward(small, training: false).Values.ToArray();
        network.Forward(large, training: false);
        Assert.Equal(first, network.Forward(small, training: false).Values.ToArray());
    }

    [Fact]
    public void Images_may_be_overwritten_between_the_passes()
    {
        FeatureMap images = Tensor.Random(random, 1, 1, 6, 6).ToFeatureMap(), gradient = Tensor.Random(random, 1, 2, 6, 6).ToFeatureMap();
        UNet kept = new(1, 2, width: 2, depth: 1), overwritten = new(1, 2, width: 2, depth: 1);
        kept.Forward(images, training: true);
        kept.Backward(gradient);
        overwritten.Forward(images, training: true);
        images.Values.Fill(7);
        overwritten.Backward(gradient);
        Assert.Equal(kept.Parameters.Select(p => p.Gradient), overwritten.Parameters.Select(p => p.Gradient));
    }

    [Fact]
    public void Nothing_is_allocated_once_warm()
    {
        var network = new UNet(3, 4, width: 4, depth: 2) { Threads = 1 };
        FeatureMap images = Tensor.Random(random, 2, 3, 12, 16).ToFeatureMap(), gradient = Tensor.Random(random, 2, 4, 12, 16).ToFeatureMap();
        FeatureMap validation = Tensor.Random(random, 1, 3, 20, 8).ToFeatureMap();
        Assert.Equal(0, AllocatedBytes.LeastOf(Step));

        void Step()
        {
            network.Forward(images, training: true);
            network.Backward(gradient);
            network.Forward(validation, training: false);
        }
    }

    [Fact]
    public void One_seed_gives_one_network_and_another_seed_another()
    {
        static float[] Weights(int seed) => [.. new UNet(3, 4, width: 4, depth: 1, seed).Parameters.SelectMany(p => p.Values)];
        Assert.Equal(Weights(1), Weights(1));
        Assert.NotEqual(Weights(1), Weights(2));
    }

    [Fact]
    public void Wrong_calls_are_refused_with_what_was_expected()
    {
        var network = new UNet(3, 4, width: 2, depth: 3);
        Assert.Contains("1 channels", Assert.Throws<ArgumentException>(() => network.Forward(new FeatureMap(1, 1, 8, 8), training: true)).Message);
        Assert.Contains("8 or more", Assert.Throws<ArgumentException>(() => network.Forward(new FeatureMap(1, 3, 8, 7), training: true)).Message);
        var gradient = new FeatureMap(1, 4, 8, 8);
        Assert.Throws<InvalidOperationException>(() => network.Backward(gradient));
        network.Forward(new FeatureMap(1, 3, 8, 8), training: true);
        Assert.Contains("[1, 4, 8, 9]", Assert.Throws<ArgumentException>(() => network.Backward(new FeatureMap(1, 4, 8, 9))).Message);
        network.Forward(new FeatureMap(1, 3, 8, 8), training: false);
        Assert.Throws<InvalidOperationException>(() => network.Backward(gradient));
        Assert.Throws<ArgumentOutOfRangeException>(() => new UNet(0, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new UNet(3, 4, depth: 11));
    }

    UNet Create(int channels, int classes, int width, int depth)
    {
        var network = new UNet(channels, classes, width, depth, seed: 5) { Threads = 2 };
        foreach (Parameter parameter in network.Parameters.Where(p => p.Name.Contains(".bn", StringComparison.Ordinal)))
        {
            foreach (ref float value in parameter.Values.AsSpan()) value += (float)(random.NextDouble() - 0.5);
        }

        return network;
    }
}
