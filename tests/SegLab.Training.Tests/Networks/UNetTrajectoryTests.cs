using System.Numerics.Tensors;
using SegLab.Losses;
using SegLab.Training.Networks;

namespace SegLab.Training.Tests.Networks;

/// <summary>Ten steps of gradient descent beside PyTorch 1.13 in double precision, from weights, images and labels given by formulas.</summary>
[Trait("Category", "Numeric")]
public sealed class UNetTrajectoryTests
{
    const int Batch = 2, Channels = 3, Height = 26, Width = 31, Classes = 4;

    [Fact]
    public void Losses_of_ten_steps_and_the_trained_network_are_those_of_pytorch()
    {
        double[] expected = [1.432048, 1.423401, 1.415939, 1.410323, 1.405869, 1.401354, 1.397136, 1.392927, 1.388857, 1.38541];
        UNet network = Create();
        var images = new FeatureMap(Batch, Channels, Height, Width);
        for (int i = 0; i < images.Length; i++) images.Values[i] = (float)(Math.Sin(i * 0.37) + Math.Cos((double)i * i * 0.001));
        var labels = new byte[Batch * Height * Width];
        for (int i = 0; i < labels.Length; i++) labels[i] = (byte)((i / 7 + i / 50) % Classes);
        var gradient = new FeatureMap(Batch, Classes, Height, Width);
        SegmentationLoss loss = SegmentationLoss.Parse("ce");
        foreach (double value in expected)
        {
            FeatureMap logits = network.Forward(images, training: true);
            double actual = loss.Evaluate(
                logits.AsTensorSpan(), new ReadOnlyTensorSpan<byte>(labels, [Batch, Height, Width]), gradient.AsTensorSpan(), threads: 1);
            Assert.Equal(value, actual, 5e-4);
            network.Backward(gradient);
            foreach (Parameter parameter in network.Parameters)
            {
                for (int i = 0; i < parameter.Values.Length; i++) parameter.Values[i] -= 0.02f * parameter.Gradient[i];
            }
        }

        // In evaluation mode, on the upper left 17 x 16 pixels of the first image.
        var crop = new FeatureMap(1, Channels, 17, 16);
        for (int c = 0; c < Channels; c++)
        {
            for (int y = 0; y < 17; y++) images.Plane(0, c).Slice(y * Width, 16).CopyTo(crop.Plane(0, c)[(y * 16)..]);
        }

        FeatureMap result = network.Forward(crop, training: false);
        Assert.Equal(0.046894, TensorPrimitives.SumOfMagnitudes<float>(result.Values) / result.Length, 1e-3);
        Assert.Equal(-0.069906, result.Plane(0, 1)[3 * 16 + 5], 1e-3);
        Assert.Equal(0.065234, result.Plane(0, 2)[16 * 16 + 15], 1e-3);
    }

    static UNet Create()
    {
        var network = new UNet(Channels, Classes, width: 4, depth: 2);
        int position = 0;
        foreach (Parameter parameter in network.Parameters)
        {
            bool normalization = parameter.Name.Contains(".bn", StringComparison.Ordinal);
            double offset = normalization && parameter.Name.EndsWith("weight", StringComparison.Ordinal) ? 1 : 0;
            double scale = normalization ? 0.2 : parameter.Shape.Count == 1 ? 0.1 : 1 / Math.Sqrt(parameter.Values.Length / parameter.Shape[0]);
            foreach (ref float value in parameter.Values.AsSpan())
            {
                value = (float)(offset + scale * Math.Sin((double)position * position * 0.01 + position));
                position++;
            }
        }

        return network;
    }
}
