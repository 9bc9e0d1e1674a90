using SegLab.Training.Kernels;
using SegLab.Training.Layers;

namespace SegLab.Training.Tests.Layers;

[Trait("Category", "Numeric")]
public sealed class PlaneConvolution3x3Tests
{
    [Theory]
    [InlineData(1, 1, 1, 1, 1)]
    [InlineData(2, 3, 16, 9, 7)]
    [InlineData(1, 4, 19, 10, 23)]
    [InlineData(3, 1, 2, 17, 4)]
    public void Output_and_weights_gradient_agree_with_the_definition(int batch, int inputs, int outputs, int height, int width)
    {
        var random = new Random(13);
        var layer = new PlaneConvolution3x3("conv", inputs, outputs);
        LayerFixture.Fill(layer.Weights, random);
        Tensor images = Tensor.Random(random, batch, inputs, height, width);
        BatchNormalization normalization = LayerFixture.Normalization(random, outputs);
        Activation output = LayerFixture.Output(normalization, batch, height, width);
        var workspace = new Workspace { Threads = 2 };
        FeatureMap map = images.ToFeatureMap();
        normalization.Begin(training: true);
        layer.Forward(map, output, training: true, workspace);

        Tensor expected = Reference.Convolve(images, layer.Weights.Values, outputs);
        Close.To(expected.Values, Tensor.From(output.Values).Values, 1e-6);
        Close.To([.. Reference.Statistics(expected).Mean.Select(m => 0.1 * m)], normalization.RunningMean.Values, 1e-5, "mean");

        LayerFixture.SetGradient(output, Tensor.Random(random, batch, outputs, height, width));
        layer.Backward(map, output, workspace);
        Tensor gradient = LayerFixture.ValuesGradient(output);
        double[] weights = new double[layer.Weights.Values.Length];
        gradient.ForEach((n, o, y, x) =>
        {
            for (int i = 0; i < inputs; i++)
            {
                for (int tap = 0; tap < 9; tap++)
                    weights[(o * inputs + i) * 9 + tap] += gradient[n, o, y, x] * images[n, i, y + tap / 3 - 1, x + tap % 3 - 1];
            }
        });
        double scale = Math.Max(weights.Max(Math.Abs), 1e-6);
        for (int i = 0; i < weights.Length; i++) Assert.Equal(weights[i], layer.Weights.Gradient[i], 1e-5 * scale);
    }
}
