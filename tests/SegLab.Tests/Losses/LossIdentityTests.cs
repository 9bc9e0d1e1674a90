using System.Numerics.Tensors;
using SegLab.Losses;
using SegLab.Tests.Reference;

namespace SegLab.Tests.Losses;

/// <summary>Losses that are one another, and numbers that the tutorials give.</summary>
[Trait("Category", "Numeric")]
public sealed class LossIdentityTests
{
    [Theory]
    [InlineData("focal(gamma=0)", "ce")]
    [InlineData("poly1(epsilon=0)", "ce")]
    [InlineData("poly1(epsilon=0, gamma=2)", "focal")]
    [InlineData("kl", "ce")]
    [InlineData("topk_ce(percentage=100)", "ce")]
    [InlineData("ohem_ce(threshold=1, minimum_kept=1)", "ce")]
    [InlineData("symmetric_ce(cross_entropy_weight=2, reverse_weight=0)", "2*ce")]
    [InlineData("focal(gamma=0, alpha=0.5, activation=sigmoid)", "0.5*bce")]
    [InlineData("tversky(false_positive_weight=0.5, false_negative_weight=0.5, smooth=1)", "dice(smooth=2)")]
    [InlineData("tversky(false_positive_weight=1, false_negative_weight=1)", "jaccard")]
    [InlineData("f_beta(beta=1, smooth=1)", "dice(smooth=2)")]
    [InlineData("f_beta(beta=2)", "tversky(false_positive_weight=0.2, false_negative_weight=0.8)")]
    [InlineData("focal_tversky(exponent=1)", "tversky")]
    [InlineData("penalty_generalized_dice(penalty=0)", "generalized_dice")]
    [InlineData("generalized_dice(classes=[2], smooth=0)", "dice(classes=[2], smooth=0)")]
    [InlineData("combo(cross_entropy_share=0)", "dice", 1e-6, -1)]
    [InlineData("cl_dice(dice_share=1, smooth=1, classes=[2], aggregate=per_image)", "dice(classes=[2])")]
    [InlineData("unified_focal(focal_weight=1, foreground_weight=0.5, focal_exponent=2, symmetric=true)", "0.5*focal")]
    [InlineData("exp_log(dice_weight=0, cross_entropy_weight=1, cross_entropy_exponent=1)", "ce")]
    [InlineData("exp_log(dice_weight=1, cross_entropy_weight=0, dice_exponent=1)", "log_dice")]
    public void One_loss_is_another(string one, string other, double tolerance = 1e-6, double difference = 0)
    {
        var sample = new Sample(2, 4, 120, seed: 5, flat: false);
        float[] gradient = new float[sample.Logits.Length];
        double expected = SegmentationLoss.Parse(other).Evaluate(sample.LogitSpan, sample.LabelSpan, sample.GradientSpan);
        double actual = SegmentationLoss.Parse(one).Evaluate(sample.LogitSpan, sample.LabelSpan, new TensorSpan<float>(gradient, sample.Shape));
        Assert.Equal(expected + difference, actual, tolerance);
        float largest = sample.Gradient.Max(Math.Abs);
        for (int i = 0; i < gradient.Length; i++) Assert.Equal(sample.Gradient[i], gradient[i], Math.Max(2e-6, tolerance) * largest);
    }

    [Fact]
    public void Over_two_classes_the_loss_of_all_channels_is_twice_cross_entropy()
    {
        var sample = new Sample(2, 2, 100, seed: 8, flat: false, spread: 20);
        double all = SegmentationLoss.Parse("ce_all_channels").Evaluate(sample.LogitSpan, sample.LabelSpan);
        Assert.Equal(2 * new CrossEntropyLoss().Evaluate(sample.LogitSpan, sample.LabelSpan), all, 1e-5);
    }

    [Fact]
    public void Lovasz_softmax_of_a_hard_prediction_is_one_minus_the_mean_IoU()
    {
        var sample = new Sample(1, 3, 200, seed: 2, flat: false);
        int[] predicted = [.. Enumerable.Range(0, 200).Select(i => i % 5 == 0 ? (sample.Labels[i] + 1) % 3 : sample.Labels[i])];
        for (int i = 0; i < sample.Logits.Length; i++) sample.Logits[i] = predicted[i % 200] == i / 200 ? 100 : -100;
        double expected = Enumerable.Range(0, 3).Average(k =>
        {
            double both = Enumerable.Range(0, 200).Count(i => predicted[i] == k && sample.Labels[i] == k);
            return 1 - both / Enumerable.Range(0, 200).Count(i => predicted[i] == k || sample.Labels[i] == k);
        });
        Assert.Equal(expected, new LovaszSoftmaxLoss().Evaluate(sample.LogitSpan, sample.LabelSpan), 1e-6);
    }

    [Theory]
    [MemberData(nameof(CatalogSpecs.All), MemberType = typeof(CatalogSpecs))]
    public void A_volume_of_one_slice_is_an_image(string spec)
    {
        if (spec.Contains("spacing", StringComparison.Ordinal) || spec.Contains("count_padding", StringComparison.Ordinal)) return; // These count axes.
        Sample sample = CatalogSpecs.SampleFor(spec, 2, 60, seed: 4);
        SegmentationLoss loss = SegmentationLoss.Parse(spec);
        double image = loss.Evaluate(sample.LogitSpan, sample.LabelSpan, sample.GradientSpan);
        nint[] shape = [2, sample.Channels, 1, .. sample.Extents.Select(extent => (nint)extent)], map = [2, 1, .. shape[3..]];
        var gradient = new float[sample.Logits.Length];
        double volume = loss.Evaluate(
            new ReadOnlyTensorSpan<float>(sample.Logits, shape), new ReadOnlyTensorSpan<int>(sample.Labels, map), new TensorSpan<float>(gradient, shape));
        Assert.Equal(image, volume);
        Assert.Equal(sample.Gradient, gradient);
    }

    [Theory]
    [InlineData("ce", 2.302585)]
    [InlineData("ce_all_channels", 3.457768)]
    [InlineData("conservative", 7.075631)]
    public void The_numbers_of_the_tutorials(string spec, double expected)
    {
        // p = (0.1, 0.5, 0.1, 0.3), the third is true.
        float[] logits = [MathF.Log(0.1f), MathF.Log(0.5f), MathF.Log(0.1f), MathF.Log(0.3f)];
        double value = SegmentationLoss.Parse(spec).Evaluate(new ReadOnlyTensorSpan<float>(logits, [1, 4, 1]), new ReadOnlyTensorSpan<byte>([2], [1, 1]));
        Assert.Equal(expected, value, 2e-6);
    }

    [Theory]
    [InlineData("dice(smooth=0)", 0.733333)]
    [InlineData("dice(smooth=1)", 0.55)]
    [InlineData("dice(smooth=0, overlap=squared_denominator)", 0.646018)]
    [InlineData("dice(smooth=1, overlap=squared_denominator)", 0.447853)]
    public void The_tutorials_numbers_of_the_three_forms_of_Dice(string spec, double expected)
    {
        var loss = (ElementaryLoss)SegmentationLoss.Parse(spec) with { Activation = Activation.Probabilities };
        float[] p = [0.3f, 0.2f, 0.3f, 0.2f];
        Assert.Equal(expected, loss.Evaluate(new ReadOnlyTensorSpan<float>(p, [1, 1, 4]), new ReadOnlyTensorSpan<byte>([0, 1, 0, 1], [1, 4])), 1e-6);
    }
}
