using System.Numerics.Tensors;
using SegLab.Losses;
using SegLab.Tests.Reference;

namespace SegLab.Tests.Losses;

/// <summary>The contract of calls: shapes, memory, messages.</summary>
public sealed class SegmentationLossTests
{
    [Fact]
    public void The_tutorials_number_for_cross_entropy()
    {
        // p = (0.1, 0.5, 0.1, 0.3), the third is true: -ln 0.1.
        float[] logits = [MathF.Log(0.1f), MathF.Log(0.5f), MathF.Log(0.1f), MathF.Log(0.3f)];
        double value = new CrossEntropyLoss().Evaluate(new ReadOnlyTensorSpan<float>(logits, [1, 4, 1]), new ReadOnlyTensorSpan<byte>([2], [1, 1]));
        Assert.Equal(2.302585, value, 1e-6);
    }

    [Fact]
    public void After_warm_up_a_call_allocates_nothing()
    {
        var sample = new Sample(2, 5, 20000, seed: 1);
        SegmentationLoss loss = SegmentationLoss.Parse("ce(class_weights=[1, 2, 3, 4, 5]) + dice + focal(activation=sigmoid)");
        nint[] shape = sample.Shape, map = [sample.Images, sample.Pixels];
        float[] gradient = sample.Gradient;
        Assert.Equal(0, AllocatedBytes.LeastOf(() => loss.Evaluate(
            new ReadOnlyTensorSpan<float>(sample.Logits, shape), new ReadOnlyTensorSpan<int>(sample.Labels, map), new TensorSpan<float>(gradient, shape), threads: 1)));
    }

    [Fact]
    public void Strided_tensors_give_what_dense_ones_give()
    {
        var sample = new Sample(2, 3, 40, seed: 9);
        SegmentationLoss loss = SegmentationLoss.Parse("ce + dice");
        double value = loss.Evaluate(sample.LogitSpan, sample.LabelSpan, sample.GradientSpan);

        // Every second pixel of a memory twice as wide.
        var wide = new float[sample.Logits.Length * 2];
        var wideLabels = new long[sample.Labels.Length * 2];
        var wideGradient = new float[wide.Length];
        for (int i = 0; i < sample.Logits.Length; i++) wide[2 * i] = sample.Logits[i];
        for (int i = 0; i < sample.Labels.Length; i++) wideLabels[2 * i] = sample.Labels[i];
        ReadOnlySpan<nint> strides = [3 * 80, 80, 2];
        double strided = loss.Evaluate(
            new ReadOnlyTensorSpan<float>(wide, sample.Shape, strides),
            new ReadOnlyTensorSpan<long>(wideLabels, [2, 40], [80, 2]),
            new TensorSpan<float>(wideGradient, sample.Shape, strides));
        Assert.Equal(value, strided);
        for (int i = 0; i < sample.Gradient.Length; i++) Assert.Equal(sample.Gradient[i], wideGradient[2 * i]);
    }

    [Fact]
    public void Pixel_weights_of_zero_and_one_act_as_a_mask()
    {
        var sample = new Sample(2, 4, 100, seed: 4, ignore: true);
        float[] mask = [.. sample.Labels.Select(label => label == Sample.Ignored ? 0f : 1f)];
        int[] labels = [.. sample.Labels.Select(label => label == Sample.Ignored ? 0 : label)];
        foreach (string spec in new[] { "ce(mean_over=pixel_weights)", "dice", "bce(mean_over=pixel_weights)" })
        {
            double masked = SegmentationLoss.Parse(spec).WithIgnoreIndex(Sample.Ignored).Evaluate(sample.LogitSpan, sample.LabelSpan);
            double weighted = SegmentationLoss.Parse(spec).Evaluate(
                sample.LogitSpan,
                new SegmentationTarget(new ReadOnlyTensorSpan<int>(labels, [2, 100])) { PixelWeights = new ReadOnlyTensorSpan<float>(mask, [2, 100]) });
            Assert.Equal(masked, weighted, 1e-9);
        }
    }

    [Fact]
    public void A_map_sums_to_the_sum()
    {
        var sample = new Sample(2, 4, 100, seed: 4);
        foreach ((string name, int length) in new[] { ("ce", 200), ("bce", 800), ("dice", 8), ("dice(aggregate=batch)", 4) })
        {
            var loss = (ElementaryLoss)SegmentationLoss.Parse(name);
            var values = new float[length];
            (loss with { Reduction = Reduction.None }).EvaluateMap(sample.LogitSpan, sample.LabelSpan, new TensorSpan<float>(values));
            double sum = (loss with { Reduction = Reduction.Sum }).Evaluate(sample.LogitSpan, sample.LabelSpan);
            Assert.Equal(sum, values.Sum(value => (double)value), 1e-4);
        }
    }

    [Fact]
    public void Cross_entropy_plus_dice_is_the_sum_of_both()
    {
        var sample = new Sample(2, 4, 500, seed: 8);
        SegmentationLoss ce = new CrossEntropyLoss(), dice = new DiceLoss();
        double sum = (0.5 * ce + 2 * dice).Evaluate(sample.LogitSpan, sample.LabelSpan);
        Assert.Equal(0.5 * ce.Evaluate(sample.LogitSpan, sample.LabelSpan) + 2 * dice.Evaluate(sample.LogitSpan, sample.LabelSpan), sum, 1e-7);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void A_logit_that_is_not_finite_is_reported_with_its_place(float bad)
    {
        foreach (string spec in new[] { "ce", "dice", "bce", "ce + jaccard", "focal(activation=sigmoid)" })
        {
            var sample = new Sample(2, 3, 50, seed: 1);
            sample.Logits[(1 * 3 + 2) * 50 + 7] = bad;
            ArgumentException error = Assert.Throws<ArgumentException>(() => SegmentationLoss.Parse(spec).Evaluate(sample.LogitSpan, sample.LabelSpan, sample.GradientSpan));
            Assert.Contains("image 1, channel 2, pixel 7", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(4, "has 4 at image 1, pixel 3: labels are 0 to 3")]
    [InlineData(-1, "has -1 at image 1, pixel 3")]
    public void A_label_that_no_class_has_is_reported_with_its_place(int bad, string message)
    {
        var sample = new Sample(2, 4, 50, seed: 1);
        sample.Labels[53] = bad;
        ArgumentException error = Assert.Throws<ArgumentException>(() => new DiceLoss().Evaluate(sample.LogitSpan, sample.LabelSpan));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_reported_with_both_shapes()
    {
        var sample = new Sample(2, 4, 50, seed: 1);
        ArgumentException labels = Assert.Throws<ArgumentException>(() => new CrossEntropyLoss().Evaluate(sample.LogitSpan, new ReadOnlyTensorSpan<int>(sample.Labels, [1, 100])));
        Assert.Contains("[1, 100]", labels.Message, StringComparison.Ordinal);
        Assert.Contains("[2, 50]", labels.Message, StringComparison.Ordinal);
        ArgumentException gradient = Assert.Throws<ArgumentException>(() => new CrossEntropyLoss().Evaluate(sample.LogitSpan, sample.LabelSpan, new TensorSpan<float>(sample.Gradient, [4, 2, 50])));
        Assert.Contains("[4, 2, 50]", gradient.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new CrossEntropyLoss { ClassWeights = [1, 2, 3] }.Evaluate(sample.LogitSpan, sample.LabelSpan));
        Assert.Throws<InvalidOperationException>(() => new CrossEntropyLoss { Reduction = Reduction.None }.Evaluate(sample.LogitSpan, sample.LabelSpan));
    }

    [Fact]
    public void A_softmax_over_one_channel_is_refused()
    {
        var sample = new Sample(2, 1, 50, seed: 1);
        Assert.Contains("sigmoid", Assert.Throws<ArgumentException>(() => new DiceLoss().Evaluate(sample.LogitSpan, sample.LabelSpan)).Message, StringComparison.Ordinal);
        Assert.True(new DiceLoss { Activation = Activation.Sigmoid }.Evaluate(sample.LogitSpan, sample.LabelSpan) > 0);
    }

    [Fact]
    public void One_loss_may_be_called_from_several_threads()
    {
        var sample = new Sample(2, 4, 5000, seed: 6);
        SegmentationLoss loss = SegmentationLoss.Parse("ce + dice");
        double expected = loss.Evaluate(sample.LogitSpan, sample.LabelSpan);
        Parallel.For(0, 32, _ => Assert.Equal(expected, loss.Evaluate(sample.LogitSpan, sample.LabelSpan)));
    }

    [Fact]
    public void Volumes_are_as_flat_images_are()
    {
        var sample = new Sample(2, 4, 3 * 4 * 5, seed: 6);
        SegmentationLoss loss = SegmentationLoss.Parse("ce + dice");
        Assert.Equal(
            loss.Evaluate(sample.LogitSpan, sample.LabelSpan),
            loss.Evaluate(new ReadOnlyTensorSpan<float>(sample.Logits, [2, 4, 3, 4, 5]), new ReadOnlyTensorSpan<int>(sample.Labels, [2, 3, 4, 5])));
    }
}
