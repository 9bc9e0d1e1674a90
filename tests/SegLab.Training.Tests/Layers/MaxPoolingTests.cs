using SegLab.Training.Kernels;
using SegLab.Training.Layers;

namespace SegLab.Training.Tests.Layers;

[Trait("Category", "Numeric")]
public sealed class MaxPoolingTests
{
    readonly Random random = new(15);
    readonly Workspace workspace = new() { Threads = 2 };

    [Theory]
    [InlineData(1, 1, 2, 2)]
    [InlineData(2, 3, 5, 7)]
    [InlineData(1, 17, 36, 3)]
    public void Pooled_values_and_gradients_agree_with_the_definition(int batch, int channels, int height, int width)
    {
        BatchNormalization normalization = LayerFixture.Normalization(random, channels);
        Tensor values = Tensor.Random(random, batch, channels, height, width);
        Activation from = LayerFixture.Normalized(values, normalization);
        Activation to = LayerFixture.Plain(new Tensor(batch, channels, height / 2, width / 2));
        var pooling = new MaxPooling(from, to);
        pooling.Forward(workspace);

        double[] gamma = Close.Doubles(normalization.Weight.Values), beta = Close.Doubles(normalization.Bias.Values);
        Tensor Rectified() => Reference.NormalizeAndRectify(values, gamma, beta);
        Close.To(Reference.Pool(Rectified()).Values, Tensor.From(to.Values).Values, 1e-5);

        Tensor share = Tensor.Random(random, batch, channels, height, width);
        Tensor gradient = Tensor.Random(random, batch, channels, height / 2, width / 2);
        share.CopyTo(from.Gradient!);
        gradient.CopyTo(to.Gradient!);
        pooling.Backward(workspace);
        double Loss() => Rectified().Dot(share) + Reference.Pool(Rectified()).Dot(gradient);
        Close.To(Reference.Differences(values.Values, Loss), LayerFixture.ValuesGradient(from).Values, 1e-4, "values");
        Close.To(Reference.Differences(gamma, Loss), normalization.Weight.Gradient, 1e-4, "weight");
        Close.To(Reference.Differences(beta, Loss), normalization.Bias.Gradient, 1e-4, "bias");
    }

    [Fact]
    public void Of_equal_pixels_the_first_takes_the_gradient()
    {
        // The rows 1 1 / 1 1 and -1 3 / 3 -1, each twice, so that the mean is the same in every row.
        var values = new Tensor(1, 1, 4, 2);
        new double[] { 1, 1, 1, 1, -1, 3, 3, -1 }.CopyTo(values.Values, 0);
        var normalization = new BatchNormalization("bn", 1);
        normalization.Bias.Values[0] = 2;
        Activation from = LayerFixture.Normalized(values, normalization);
        Activation to = LayerFixture.Plain(new Tensor(1, 1, 2, 1));
        var pooling = new MaxPooling(from, to);
        pooling.Forward(workspace);
        var gradient = new Tensor(1, 1, 2, 1);
        gradient.Values[0] = 5;
        gradient.Values[1] = 7;
        gradient.CopyTo(to.Gradient!);
        pooling.Backward(workspace);

        Assert.Equal([5, 0, 0, 0, 0, 7, 0, 0], Tensor.From(from.Gradient!).Values);
    }
}
