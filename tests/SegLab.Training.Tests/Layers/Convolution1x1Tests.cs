using SegLab.Training.Kernels;
using SegLab.Training.Layers;

namespace SegLab.Training.Tests.Layers;

[Trait("Category", "Numeric")]
public sealed class Convolution1x1Tests
{
    [Theory]
    [InlineData(1, 1, 1, 1, 1)]
    [InlineData(2, 3, 5, 6, 7)]
    [InlineData(1, 20, 18, 4, 5)]
    public void Logits_and_gradients_agree_with_the_definition(int batch, int channels, int classes, int height, int width)
    {
        var random = new Random(14);
        var head = new Convolution1x1("head", channels, classes);
        LayerFixture.Fill(head.Weights, random);
        LayerFixture.Fill(head.Bias, random);
        BatchNormalization normalization = LayerFixture.Normalization(random, channels);
        Tensor values = Tensor.Random(random, batch, channels, height, width);
        Activation input = LayerFixture.Normalized(values, normalization);
        var workspace = new Workspace { Threads = 2 };
        var logits = new FeatureMap(batch, classes, height, width);
        head.Forward(input, logits, workspace);

        double[] gamma = Close.Doubles(normalization.Weight.Values), beta = Close.Doubles(normalization.Bias.Values);
        double[] weights = Close.Doubles(head.Weights.Values), bias = Close.Doubles(head.Bias.Values);
        Tensor Expected()
        {
            Tensor output = Reference.Convolve(Reference.NormalizeAndRectify(values, gamma, beta), weights, classes, size: 1);
            output.ForEach((n, k, y, x) => output[n, k, y, x] += bias[k]);
            return output;
        }

        Close.To(Expected().Values, logits.Values, 1e-5);

        Tensor gradient = Tensor.Random(random, batch, classes, height, width);
        head.Backward(input, gradient.ToFeatureMap(), workspace);
        double Loss() => Expected().Dot(gradient);
        Near(Reference.Differences(weights, Loss), head.Weights.Gradient);
        Near(Reference.Differences(bias, Loss), head.Bias.Gradient);
        Near(Reference.Differences(gamma, Loss), normalization.Weight.Gradient);
        Near(Reference.Differences(beta, Loss), normalization.Bias.Gradient);
        Near(Reference.Differences(values.Values, Loss), LayerFixture.ValuesGradient(input).Values.Select(v => (float)v).ToArray());

        static void Near(double[] expected, float[] actual)
        {
            double scale = Math.Max(expected.Max(Math.Abs), 1);
            for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-4 * scale);
        }
    }
}
