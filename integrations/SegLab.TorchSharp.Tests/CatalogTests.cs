using SegLab.Losses;
using SegLab.Tests.Reference;
using TorchSharp;
using static TorchSharp.torch;

namespace SegLab.TorchSharp.Tests;

/// <summary>What holds for every loss of the catalogue: tensors, of any device, give what the kernels give.</summary>
public sealed class CatalogTests : IDisposable
{
    readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Theory]
    [MemberData(nameof(CatalogSpecs.All), MemberType = typeof(CatalogSpecs))]
    public void Tensors_and_kernels_agree_on_labels(string spec)
    {
        foreach (bool ignore in new[] { false, true })
            foreach (int pixels in new[] { 1, 17, 300 })
                AssertAgree(spec, new TensorSample(CatalogSpecs.SampleFor(spec, 3, pixels, seed: pixels, ignore)), ignore);
    }

    [Theory]
    [MemberData(nameof(CatalogSpecs.All), MemberType = typeof(CatalogSpecs))]
    public void Tensors_and_kernels_agree_on_shares(string spec)
    {
        foreach (double spread in new[] { 0, 0.3 })
        {
            var sample = new TensorSample(CatalogSpecs.SampleFor(spec, 2, 60, seed: 4));
            AssertAgree(spec, sample, ignore: false, sample.Shares(spread));
        }
    }

    [Theory]
    [MemberData(nameof(CatalogSpecs.All), MemberType = typeof(CatalogSpecs))]
    public void Tensors_and_kernels_agree_on_weighted_pixels(string spec)
    {
        var sample = new TensorSample(CatalogSpecs.SampleFor(spec, 2, 60, seed: 6, ignore: true));
        sample.PixelWeights = linspace(0, 2, sample.Labels.numel()).view(sample.Labels.shape);
        AssertAgree(spec, sample, ignore: true);
    }

    [Theory]
    [MemberData(nameof(CatalogSpecs.All), MemberType = typeof(CatalogSpecs))]
    public void Tensors_and_kernels_agree_where_a_class_is_absent_or_no_pixel_counts(string spec)
    {
        foreach (int only in new[] { 0, 1, Sample.Ignored })
        {
            var sample = new TensorSample(CatalogSpecs.SampleFor(spec, 2, 60, seed: 3));
            sample.Labels = full_like(sample.Labels, only);
            AssertAgree(spec, sample, ignore: true);
        }
    }

    [Theory]
    [MemberData(nameof(CatalogSpecs.All), MemberType = typeof(CatalogSpecs))]
    public void Extreme_logits_give_finite_values_and_gradients_that_agree(string spec)
    {
        foreach (float extreme in new[] { 30f, 90f, 1e4f })
        {
            Sample plain = CatalogSpecs.SampleFor(spec, 2, 100, seed: 5, ignore: true);
            for (int i = 0; i < plain.Logits.Length; i++) plain.Logits[i] = (i % 7) switch
            {
                0 => CatalogSpecs.ActivationOf(spec) switch { Activation.Probabilities => 1, Activation.LogProbabilities => 0, _ => extreme },
                3 => CatalogSpecs.ActivationOf(spec) == Activation.Probabilities ? 0 : -extreme,
                _ => plain.Logits[i],
            };
            AssertAgree(spec, new TensorSample(plain), ignore: true);
        }
    }

    [Theory]
    [MemberData(nameof(CatalogSpecs.All), MemberType = typeof(CatalogSpecs))]
    public void In_double_precision_the_value_is_that_of_the_formula(string spec)
    {
        Sample plain = CatalogSpecs.SampleFor(spec, 2, 60, seed: 8, ignore: true);
        (double[,,] target, double[,] weight) = plain.Truth();
        double expected = ReferenceLoss.Evaluate(SegmentationLoss.Parse(spec), plain.LogitArray(), target, weight, plain.Extents);
        double value = new TensorSample(plain, ScalarType.Float64).Evaluate(spec, LossPath.Tensors, ignore: true).Value;
        Assert.Equal(expected, value, 2e-6 * Math.Max(1, Math.Abs(expected)));
    }

    [Theory]
    [MemberData(nameof(CatalogSpecs.All), MemberType = typeof(CatalogSpecs))]
    public void The_kernels_give_what_the_library_gives_to_the_bit_in_any_memory_order(string spec)
    {
        Sample plain = CatalogSpecs.SampleFor(spec, 2, 60, seed: 9, ignore: true);
        double expected = SegmentationLoss.Parse(spec).WithIgnoreIndex(Sample.Ignored).Evaluate(plain.LogitSpan, plain.LabelSpan, plain.GradientSpan);
        var sample = new TensorSample(plain);
        foreach (bool channelsLast in new[] { false, true })
        {
            if (channelsLast) sample.Logits = sample.Logits.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
            (double value, float[] gradient) = sample.Evaluate(spec, LossPath.Automatic, ignore: true);
            Assert.Equal((float)expected, value, 2e-7 * Math.Abs(expected));
            Assert.Equal(plain.Gradient, gradient);
        }
    }

    static void AssertAgree(string spec, TensorSample sample, bool ignore, Tensor? target = null)
    {
        if (Record.Exception(() => sample.Evaluate(spec, LossPath.Kernels, ignore, target)) is ArgumentException refusal)
        {
            Assert.Equal(refusal.Message, Assert.Throws<ArgumentException>(() => sample.Evaluate(spec, LossPath.Tensors, ignore, target)).Message);
            return;
        }

        (double expected, float[] slopes) = sample.Evaluate(spec, LossPath.Kernels, ignore, target);
        (double value, float[] gradient) = sample.Evaluate(spec, LossPath.Tensors, ignore, target);
        Assert.True(double.IsFinite(value), $"{spec}: {value}");
        Assert.Equal(expected, value, 1e-5 * Math.Max(1e-3, Math.Abs(expected)));
        float largest = slopes.Max(Math.Abs);
        for (int i = 0; i < slopes.Length; i++)
            Assert.True(Math.Abs(slopes[i] - gradient[i]) <= 1e-5 * largest, $"{spec}: slope {i} is {gradient[i]}, not {slopes[i]}, the largest being {largest}");
    }
}
