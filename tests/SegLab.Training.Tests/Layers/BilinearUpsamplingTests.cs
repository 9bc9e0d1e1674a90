using SegLab.Training.Kernels;
using SegLab.Training.Layers;

namespace SegLab.Training.Tests.Layers;

[Trait("Category", "Numeric")]
public sealed class BilinearUpsamplingTests
{
    readonly Random random = new(16);
    readonly Workspace workspace = new() { Threads = 2 };

    [Theory]
    [InlineData(1, 1, 1, 1, 2, 3)]
    [InlineData(2, 3, 3, 4, 6, 8)]
    [InlineData(1, 17, 3, 5, 7, 11)]
    [InlineData(1, 2, 10, 9, 21, 19)]
    public void Interpolated_values_and_gradients_agree_with_the_definition(int batch, int channels, int height, int width, int toHeight, int toWidth)
    {
        BatchNormalization normalization = LayerFixture.Normalization(random, channels);
        foreach (ref float bias in normalization.Bias.Values.AsSpan()) bias = 1;
        Tensor values = Tensor.Random(random, batch, channels, height, width);
        Activation from = LayerFixture.Normalized(values, normalization);
        Activation to = LayerFixture.Plain(new Tensor(batch, channels, toHeight, toWidth));
        var upsampling = new BilinearUpsampling(from, to);
        upsampling.Forward(workspace);

        double[] gamma = Close.Doubles(normalization.Weight.Values), beta = Close.Doubles(normalization.Bias.Values);
        Tensor Expected() => Reference.Upsample(Reference.NormalizeAndRectify(values, gamma, beta), toHeight, toWidth);
        Close.To(Expected().Values, Tensor.From(to.Values).Values, 1e-5);

        Tensor gradient = Tensor.Random(random, batch, channels, toHeight, toWidth);
        gradient.CopyTo(to.Gradient!);
        upsampling.Backward(workspace);
        double Loss() => Expected().Dot(gradient);
        Close.To(Reference.Differences(beta, Loss), normalization.Bias.Gradient, 1e-4, "bias");
        double[] differences = Reference.Differences(values.Values, Loss);
        double[] actual = LayerFixture.ValuesGradient(from).Values;
        double scale = Math.Max(differences.Max(Math.Abs), 1);
        for (int i = 0; i < actual.Length; i++) Assert.Equal(differences[i], actual[i], 1e-4 * scale);
    }

    [Fact]
    public void Positions_are_those_of_pytorch()
    {
        // torch.nn.functional.interpolate(torch.arange(3.).reshape(1, 1, 1, 3), size=(1, 7), mode="bilinear")
        double[] expected = [0, 0.142857, 0.571429, 1, 1.428571, 1.857143, 2];
        var axis = new BilinearAxis(3, 7);
        for (int i = 0; i < 7; i++)
        {
            double value = axis.Lower[i] + axis.Fraction[i] * (axis.Upper[i] - axis.Lower[i]);
            Assert.Equal(expected[i], value, 1e-5);
        }
    }
}
