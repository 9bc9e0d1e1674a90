using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SegLab.TorchSharp.Tests;

/// <summary>A small network of convolutions learns to tell a bright square from its surroundings, by either way of computing the loss.</summary>
public sealed class TrainingTests
{
    [Theory]
    [InlineData("ce + dice")]
    [InlineData("focal + lovasz_softmax")]
    public void The_loss_falls_by_kernels_and_by_tensors_alike(string spec)
    {
        float[] kernels = Train(spec, LossPath.Kernels), tensors = Train(spec, LossPath.Tensors);
        Assert.True(kernels[^1] < 0.7f * kernels[0], $"by kernels from {kernels[0]} to {kernels[^1]}");
        Assert.True(tensors[^1] < 0.7f * tensors[0], $"by tensors from {tensors[0]} to {tensors[^1]}");
        Assert.Equal(kernels[0], tensors[0], 1e-4f * kernels[0]);
    }

    static float[] Train(string spec, LossPath path)
    {
        using DisposeScope all = NewDisposeScope();
        random.manual_seed(1);
        Tensor labels = zeros(2, 16, 16, dtype: ScalarType.Int64);
        labels.slice(1, 4, 12, 1).slice(2, 4, 12, 1).fill_(1);
        Tensor images = labels.unsqueeze(1).to(ScalarType.Float32) + 0.3 * randn(2, 1, 16, 16);
        using var network = Sequential(Conv2d(1, 4, 3, padding: 1), ReLU(), Conv2d(4, 2, 3, padding: 1));
        using var optimizer = optim.Adam(network.parameters(), 0.02);
        using var loss = new SegLabLoss(spec) { Path = path };
        var values = new float[40];
        for (int step = 0; step < values.Length; step++)
        {
            using DisposeScope scope = NewDisposeScope();
            optimizer.zero_grad();
            Tensor value = loss.forward(network.forward(images), labels);
            value.backward();
            optimizer.step();
            values[step] = value.item<float>();
        }

        return values;
    }
}
