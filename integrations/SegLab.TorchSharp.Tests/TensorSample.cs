using SegLab.Losses;
using SegLab.Tests.Reference;
using static TorchSharp.torch;

namespace SegLab.TorchSharp.Tests;

/// <summary>A seeded sample as tensors, and what a loss makes of it by one way.</summary>
sealed class TensorSample
{
    public TensorSample(Sample sample, ScalarType type = ScalarType.Float32)
    {
        Logits = tensor(sample.Logits, [.. sample.Shape.Select(length => (long)length)]).to(type);
        Labels = tensor(sample.Labels, [.. sample.MapShape.Select(length => (long)length)]);
    }

    public Tensor Logits { get; set; }

    public Tensor Labels { get; set; }

    public Tensor? PixelWeights { get; set; }

    public Tensor? Instances { get; set; }

    /// <summary>The labels as shares, a little spread.</summary>
    public Tensor Shares(double spread)
    {
        long channels = Logits.shape[1];
        Tensor known = Labels.unsqueeze(1), classes = arange(channels).view([1, -1, .. Enumerable.Repeat(1L, Labels.shape.Length - 1)]);
        Tensor sharp = (channels == 1 ? known.eq(1) : known.eq(classes)).to(ScalarType.Float32);
        return sharp * (1 - spread) + spread / Math.Max(channels, 2);
    }

    public (double Value, float[] Gradient) Evaluate(string spec, LossPath path, bool ignore = false, Tensor? target = null)
    {
        using var loss = new SegLabLoss(SegmentationLoss.Parse(spec).WithIgnoreIndex(ignore ? Sample.Ignored : null)) { Path = path };
        using Tensor logits = Logits.detach().clone().requires_grad_();
        using Tensor value = loss.forward(logits, target ?? Labels, PixelWeights, Instances);
        value.backward();
        return (value.to(ScalarType.Float64).item<double>(), [.. logits.grad!.to(ScalarType.Float32).contiguous().data<float>()]);
    }
}
