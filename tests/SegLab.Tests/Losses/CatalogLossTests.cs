using System.Numerics.Tensors;
using SegLab.Losses;
using SegLab.Tests.Reference;

namespace SegLab.Tests.Losses;

/// <summary>What holds for every loss of the catalogue, with its defaults and with other options.</summary>
[Trait("Category", "Numeric")]
public sealed class CatalogLossTests
{
    [Theory]
    [MemberData(nameof(CatalogSpecs.All), MemberType = typeof(CatalogSpecs))]
    public void The_value_is_that_of_the_formula_in_double_precision(string spec)
    {
        foreach (int pixels in new[] { 1, 15, 16, 17, 255, 256, 700 })
            foreach (bool ignore in new[] { false, true })
            {
                Sample sample = CatalogSpecs.SampleFor(spec, 2, pixels, seed: pixels, ignore);
                SegmentationLoss loss = Loss(spec, ignore);
                (double[,,] target, double[,] weight) = sample.Truth();
                if (weight.Cast<double>().Sum() == 0) continue;
                if (pixels > 256 && LooksAtPairs(loss)) continue;
                double expected = ReferenceLoss.Evaluate(loss, sample.LogitArray(), target, weight, sample.Extents);
                Assert.Equal(expected, loss.Evaluate(sample.LogitSpan, sample.LabelSpan), 4e-6 * Math.Max(1, Math.Abs(expected)));
            }
    }

    [Theory]
    [MemberData(nameof(CatalogSpecs.All), MemberType = typeof(CatalogSpecs))]
    public void The_gradient_is_that_of_central_differences_in_double_precision(string spec)
    {
        foreach (int pixels in new[] { 1, 20 })
        {
            bool ignore = pixels > 1;
            Sample sample = CatalogSpecs.SampleFor(spec, 3, pixels, seed: 7, ignore);
            SegmentationLoss loss = Loss(spec, ignore);
            loss.Evaluate(sample.LogitSpan, sample.LabelSpan, sample.GradientSpan);
            double[,,] logits = sample.LogitArray();
            (double[,,] target, double[,] weight) = sample.Truth();
            double largest = sample.Gradient.Max(Math.Abs);
            const double h = 1e-5;
            for (int i = 0; i < sample.Logits.Length; i++)
            {
                (int n, int k, int pixel) = (i / sample.Pixels / sample.Channels, i / sample.Pixels % sample.Channels, i % sample.Pixels);
                double z = logits[n, k, pixel];
                logits[n, k, pixel] = z + h;
                double above = ReferenceLoss.Evaluate(loss, logits, target, weight, sample.Extents);
                logits[n, k, pixel] = z - h;
                double below = ReferenceLoss.Evaluate(loss, logits, target, weight, sample.Extents);
                logits[n, k, pixel] = z;
                Assert.Equal((above - below) / (2 * h), sample.Gradient[i], 5e-6 * largest);
            }
        }
    }

    [Theory]
    [MemberData(nameof(CatalogSpecs.All), MemberType = typeof(CatalogSpecs))]
    public void The_bits_are_the_same_for_any_number_of_threads_and_in_place(string spec)
    {
        Sample sample = CatalogSpecs.SampleFor(spec, 3, 9001, seed: 3, ignore: true);
        SegmentationLoss loss = Loss(spec, ignore: true);
        double value = loss.Evaluate(sample.LogitSpan, sample.LabelSpan, sample.GradientSpan, threads: 1);
        foreach (int threads in new[] { 2, 3, 8 })
        {
            var gradient = new float[sample.Logits.Length];
            Assert.Equal(value, loss.Evaluate(sample.LogitSpan, sample.LabelSpan, new TensorSpan<float>(gradient, sample.Shape), threads));
            Assert.Equal(sample.Gradient, gradient);
        }

        float[] memory = [.. sample.Logits];
        Assert.Equal(value, loss.Evaluate(new ReadOnlyTensorSpan<float>(memory, sample.Shape), sample.LabelSpan, new TensorSpan<float>(memory, sample.Shape)));
        Assert.Equal(sample.Gradient, memory);
    }

    [Theory]
    [MemberData(nameof(CatalogSpecs.All), MemberType = typeof(CatalogSpecs))]
    public void Extreme_logits_give_finite_values_and_gradients(string spec)
    {
        foreach (float extreme in new[] { 90f, 1e4f })
        {
            Sample sample = CatalogSpecs.SampleFor(spec, 2, 100, seed: 5, ignore: true);
            for (int i = 0; i < sample.Logits.Length; i++) sample.Logits[i] = (i % 7) switch
            {
                0 => CatalogSpecs.ActivationOf(spec) switch { Activation.Probabilities => 1, Activation.LogProbabilities => 0, _ => extreme },
                3 => CatalogSpecs.ActivationOf(spec) == Activation.Probabilities ? 0 : -extreme,
                _ => sample.Logits[i],
            };
            double value = Loss(spec, ignore: true).Evaluate(sample.LogitSpan, sample.LabelSpan, sample.GradientSpan);
            Assert.True(double.IsFinite(value), $"{value}");
            Assert.All(sample.Gradient, slope => Assert.True(float.IsFinite(slope), $"{slope}"));
        }
    }

    [Theory]
    [MemberData(nameof(CatalogSpecs.All), MemberType = typeof(CatalogSpecs))]
    public void Ignored_pixels_change_nothing_and_have_no_gradient(string spec)
    {
        Sample sample = CatalogSpecs.SampleFor(spec, 2, 300, seed: 11, ignore: true);
        SegmentationLoss loss = Loss(spec, ignore: true);
        double value = loss.Evaluate(sample.LogitSpan, sample.LabelSpan, sample.GradientSpan);
        float[] before = [.. sample.Gradient];
        for (int i = 0; i < sample.Logits.Length; i++)
            if (sample.Labels[i / sample.Pixels / sample.Channels * sample.Pixels + i % sample.Pixels] == Sample.Ignored)
            {
                Assert.Equal(0, sample.Gradient[i]);
                sample.Logits[i] = CatalogSpecs.ActivationOf(spec) is Activation.Softmax or Activation.Sigmoid ? sample.Logits[i] + 5 : sample.Logits[i] / 2;
            }

        Assert.Equal(value, loss.Evaluate(sample.LogitSpan, sample.LabelSpan, sample.GradientSpan));
        Assert.Equal(before, sample.Gradient);
    }

    [Theory]
    [MemberData(nameof(CatalogSpecs.All), MemberType = typeof(CatalogSpecs))]
    public void When_no_pixel_counts_the_gradient_is_zero_and_the_value_finite(string spec)
    {
        Sample sample = CatalogSpecs.SampleFor(spec, 2, 50, seed: 1);
        Array.Fill(sample.Labels, Sample.Ignored);
        double value = Loss(spec, ignore: true).Evaluate(sample.LogitSpan, sample.LabelSpan, sample.GradientSpan);
        Assert.True(double.IsFinite(value));
        Assert.All(sample.Gradient, slope => Assert.Equal(0, slope));
    }

    [Theory]
    [MemberData(nameof(CatalogSpecs.All), MemberType = typeof(CatalogSpecs))]
    public void Memory_in_any_order_gives_the_same(string spec)
    {
        Sample sample = CatalogSpecs.SampleFor(spec, 2, 30, seed: 9);
        SegmentationLoss loss = SegmentationLoss.Parse(spec);
        double value = loss.Evaluate(sample.LogitSpan, sample.LabelSpan, sample.GradientSpan);

        // Channels last: the extents as before, the strides those of [N, height, width, C].
        (int height, int width, int channels) = (sample.Extents[0], sample.Extents[1], sample.Channels);
        nint[] strides = [height * width * channels, channels == 1 ? 0 : 1, width * channels, channels];
        var logits = new float[sample.Logits.Length];
        var gradient = new float[logits.Length];
        for (int i = 0; i < logits.Length; i++) logits[Place(i)] = sample.Logits[i];
        Assert.Equal(value, loss.Evaluate(
            new ReadOnlyTensorSpan<float>(logits, sample.Shape, strides), sample.LabelSpan, new TensorSpan<float>(gradient, sample.Shape, strides)));
        for (int i = 0; i < logits.Length; i++) Assert.Equal(sample.Gradient[i], gradient[Place(i)]);

        int Place(int i) => i / sample.Pixels / channels * sample.Pixels * channels + i % sample.Pixels * channels + i / sample.Pixels % channels;
    }

    [Theory]
    [MemberData(nameof(CatalogSpecs.All), MemberType = typeof(CatalogSpecs))]
    public void A_class_without_pixels_gives_finite_values_and_gradients(string spec)
    {
        foreach (int only in new[] { 0, 1 })
        {
            Sample sample = CatalogSpecs.SampleFor(spec, 2, 60, seed: 3);
            Array.Fill(sample.Labels, only);
            Assert.True(double.IsFinite(SegmentationLoss.Parse(spec).Evaluate(sample.LogitSpan, sample.LabelSpan, sample.GradientSpan)));
            Assert.All(sample.Gradient, slope => Assert.True(float.IsFinite(slope), $"{slope}"));
        }
    }

    [Theory]
    [MemberData(nameof(CatalogSpecs.All), MemberType = typeof(CatalogSpecs))]
    public void A_number_that_is_none_is_reported_with_its_place(string spec)
    {
        Sample sample = CatalogSpecs.SampleFor(spec, 2, 50, seed: 1);
        sample.Logits[(sample.Channels + sample.Channels - 1) * 50 + 7] = float.NaN;
        ArgumentException error = Assert.Throws<ArgumentException>(() => SegmentationLoss.Parse(spec).Evaluate(sample.LogitSpan, sample.LabelSpan, sample.GradientSpan));
        Assert.Contains($"NaN at image 1, channel {sample.Channels - 1}, pixel 7", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(CatalogSpecs.All), MemberType = typeof(CatalogSpecs))]
    public void After_warm_up_a_call_allocates_nothing(string spec)
    {
        Sample sample = CatalogSpecs.SampleFor(spec, 2, 2000, seed: 1, ignore: true);
        SegmentationLoss loss = Loss(spec, ignore: true);
        nint[] shape = sample.Shape, map = sample.MapShape;
        float[] gradient = sample.Gradient;
        Assert.Equal(0, AllocatedBytes.LeastOf(() => loss.Evaluate(
            new ReadOnlyTensorSpan<float>(sample.Logits, shape), new ReadOnlyTensorSpan<int>(sample.Labels, map), new TensorSpan<float>(gradient, shape), threads: 1)));
    }

    [Theory]
    [MemberData(nameof(CatalogSpecs.All), MemberType = typeof(CatalogSpecs))]
    public void Under_a_softmax_the_gradient_of_a_pixel_sums_to_zero(string spec)
    {
        SegmentationLoss loss = SegmentationLoss.Parse(spec);
        if (WeightedSumLoss.PartsOf(loss).Any(part => part.Loss.Activation != Activation.Softmax || part.Loss is LovaszHingeLoss)) return;
        Sample sample = CatalogSpecs.SampleFor(spec, 2, 100, seed: 13);
        loss.Evaluate(sample.LogitSpan, sample.LabelSpan, sample.GradientSpan);
        float largest = sample.Gradient.Max(Math.Abs);
        for (int n = 0; n < 2; n++)
            for (int i = 0; i < 100; i++)
                Assert.Equal(0, Enumerable.Range(0, sample.Channels).Sum(k => (double)sample.Gradient[(n * sample.Channels + k) * 100 + i]), 2e-6 * largest);
    }

    [Theory]
    [MemberData(nameof(CatalogSpecs.All), MemberType = typeof(CatalogSpecs))]
    public void A_label_map_of_any_integer_type_gives_the_same(string spec)
    {
        Sample sample = CatalogSpecs.SampleFor(spec, 2, 333, seed: 2, ignore: true);
        SegmentationLoss loss = Loss(spec, ignore: true);
        double value = loss.Evaluate(sample.LogitSpan, sample.LabelSpan);
        nint[] shape = sample.MapShape;
        Assert.Equal(value, loss.Evaluate(sample.LogitSpan, new ReadOnlyTensorSpan<byte>([.. sample.Labels.Select(label => (byte)label)], shape)));
        Assert.Equal(value, loss.Evaluate(sample.LogitSpan, new ReadOnlyTensorSpan<short>([.. sample.Labels.Select(label => (short)label)], shape)));
        Assert.Equal(value, loss.Evaluate(sample.LogitSpan, new ReadOnlyTensorSpan<long>([.. sample.Labels.Select(label => (long)label)], shape)));
    }

    [Theory]
    [MemberData(nameof(CatalogSpecs.All), MemberType = typeof(CatalogSpecs))]
    public void A_one_hot_target_gives_what_its_label_map_gives(string spec)
    {
        Sample sample = CatalogSpecs.SampleFor(spec, 2, 333, seed: 2);
        SegmentationLoss loss = Loss(spec, ignore: false);
        if (spec.Contains("class_weights=", StringComparison.Ordinal) && !spec.Contains("all_channels", StringComparison.Ordinal)) return; // PyTorch divides soft targets by the pixels.
        double value = loss.Evaluate(sample.LogitSpan, sample.LabelSpan, sample.GradientSpan);
        var soft = new float[sample.Logits.Length];
        for (int i = 0; i < soft.Length; i++)
            soft[i] = sample.Labels[i / sample.Pixels / sample.Channels * sample.Pixels + i % sample.Pixels] == (sample.Channels == 1 ? 1 : i / sample.Pixels % sample.Channels) ? 1 : 0;
        var gradient = new float[soft.Length];
        double softValue = loss.Evaluate(sample.LogitSpan, new ReadOnlyTensorSpan<float>(soft, sample.Shape), new TensorSpan<float>(gradient, sample.Shape));
        Assert.Equal(value, softValue, 1e-6 * Math.Max(1, Math.Abs(value)));
        float largest = sample.Gradient.Max(Math.Abs);
        for (int i = 0; i < gradient.Length; i++) Assert.Equal(sample.Gradient[i], gradient[i], 3e-6f * largest);
    }

    /// <summary>Whether the reference looks at every pair of pixels.</summary>
    static bool LooksAtPairs(SegmentationLoss loss) =>
        WeightedSumLoss.PartsOf(loss).Any(part => LossCatalog.EntryOf(part.Loss).Family is LossFamily.DistanceBased or LossFamily.Structure || part.Loss is BorderCrossEntropyDiceLoss);

    static SegmentationLoss Loss(string spec, bool ignore) => SegmentationLoss.Parse(spec).WithIgnoreIndex(ignore ? Sample.Ignored : null);
}
