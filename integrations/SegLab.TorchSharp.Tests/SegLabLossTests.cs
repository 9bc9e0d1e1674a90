using SegLab.Tests.Reference;
using TorchSharp;
using static TorchSharp.torch;

namespace SegLab.TorchSharp.Tests;

/// <summary>What the module makes of types, schedules, maps and bad input.</summary>
public sealed class SegLabLossTests : IDisposable
{
    readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Theory]
    [InlineData(ScalarType.Byte)]
    [InlineData(ScalarType.Int16)]
    [InlineData(ScalarType.Int32)]
    [InlineData(ScalarType.Int64)]
    public void Labels_of_any_integer_type_give_the_same(ScalarType type)
    {
        var sample = new TensorSample(CatalogSpecs.SampleFor("ce + dice", 2, 60, seed: 1, ignore: true));
        foreach (LossPath path in new[] { LossPath.Kernels, LossPath.Tensors })
        {
            (double expected, float[] slopes) = sample.Evaluate("ce + dice", path, ignore: true);
            (double value, float[] gradient) = sample.Evaluate("ce + dice", path, ignore: true, sample.Labels.to(type));
            Assert.Equal(expected, value);
            Assert.Equal(slopes, gradient);
        }
    }

    [Fact]
    public void The_gradient_is_scaled_by_what_follows_and_is_added_up()
    {
        var sample = new TensorSample(CatalogSpecs.SampleFor("ce + dice", 2, 60, seed: 2));
        float[] slopes = sample.Evaluate("ce + dice", LossPath.Kernels).Gradient;
        foreach (LossPath path in new[] { LossPath.Kernels, LossPath.Tensors })
        {
            using var loss = new SegLabLoss("ce + dice") { Path = path };
            Tensor logits = sample.Logits.clone().requires_grad_();
            (2 * loss.forward(logits, sample.Labels)).backward();
            (3 * loss.forward(logits, sample.Labels)).backward();
            float[] gradient = [.. logits.grad!.data<float>()];
            for (int i = 0; i < slopes.Length; i++) Assert.Equal(5 * slopes[i], gradient[i], 1e-6f);
        }
    }

    [Fact]
    public void Weights_follow_their_schedule()
    {
        var sample = new TensorSample(CatalogSpecs.SampleFor("ce", 2, 60, seed: 3));
        using var loss = new SegLabLoss("linear(1, 0)*ce + linear(0, 1)*dice");
        foreach ((double progress, string spec) in new[] { (0.0, "ce"), (1.0, "dice"), (0.25, "0.75*ce + 0.25*dice") })
        {
            loss.Progress = progress;
            Assert.Equal(sample.Evaluate(spec, LossPath.Kernels).Value, loss.forward(sample.Logits, sample.Labels).item<float>(), 1e-6);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => loss.Progress = 1.5);
    }

    [Fact]
    public void A_map_of_pixels_has_the_shape_of_the_labels_and_sums_to_the_sum()
    {
        var sample = new TensorSample(CatalogSpecs.SampleFor("ce", 2, 60, seed: 4));
        using var each = new SegLabLoss("focal(reduction=none)");
        Tensor logits = sample.Logits.clone().requires_grad_(), map = each.forward(logits, sample.Labels);
        (double sum, float[] slopes) = sample.Evaluate("focal(reduction=sum)", LossPath.Kernels);
        Assert.Equal(sample.Labels.shape, map.shape);
        Assert.Equal(sum, map.sum().item<float>(), 1e-4 * sum);
        map.sum().backward();
        float[] gradient = [.. logits.grad!.data<float>()];
        for (int i = 0; i < slopes.Length; i++) Assert.Equal(slopes[i], gradient[i], 1e-5f);
    }

    [Fact]
    public void A_map_that_only_kernels_could_make_is_refused()
    {
        var sample = new TensorSample(CatalogSpecs.SampleFor("ce", 2, 60, seed: 5));
        using var planes = new SegLabLoss("boundary(reduction=none)");
        Assert.Contains("reduction=none", Assert.Throws<InvalidOperationException>(() => planes.forward(sample.Logits, sample.Labels)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LossPath.Kernels)]
    [InlineData(LossPath.Tensors)]
    public void Bad_input_is_named_with_its_place(LossPath path)
    {
        using var loss = new SegLabLoss("ce") { Path = path };
        Tensor logits = zeros(2, 3, 4, 5, requires_grad: true), labels = zeros(2, 4, 5, dtype: ScalarType.Int64);
        AssertRefused("[2, 4, 4]", logits, zeros(2, 4, 4, dtype: ScalarType.Int64));
        AssertRefused("[2, 3, 4, 4]", logits, zeros(2, 3, 4, 4));
        AssertRefused("softmax over one channel", zeros(2, 1, 4, 5), labels);

        Tensor wrong = labels.clone();
        wrong[1, 0, 2] = 3;
        AssertRefused("has 3 at image 1, pixel 2", logits, wrong);

        Tensor undefined = zeros(2, 3, 4, 5);
        undefined[1, 2, 1, 2] = float.NaN;
        AssertRefused("NaN at image 1, channel 2, pixel 7", undefined, labels);
        AssertRefused("real numbers", labels, labels);

        void AssertRefused(string part, Tensor input, Tensor target) =>
            Assert.Contains(part, Assert.Throws<ArgumentException>(() => loss.forward(input, target)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_is_no_loss_and_options_that_do_not_go_together_are_refused_at_once()
    {
        Assert.Throws<FormatException>(() => new SegLabLoss("cross"));
        Assert.Throws<InvalidOperationException>(() => new SegLabLoss("ce(reduction=none) + dice"));
    }
}
