using SegLab.Training.Kernels;
using SegLab.Training.Layers;

namespace SegLab.Training.Tests.Layers;

[Trait("Category", "Numeric")]
public sealed class Convolution3x3Tests
{
    readonly Random random = new(12);

    /// <summary>Batch, channels of each input, outputs, height, width: planes smaller than a tile, odd ones, one with many tiles, and blocks that are not full.</summary>
    public static TheoryData<int, int[], int, int, int> Shapes => new()
    {
        { 1, [1], 1, 1, 1 },
        { 2, [3], 4, 2, 3 },
        { 1, [16], 16, 4, 4 },
        { 2, [5], 17, 5, 9 },
        { 1, [20], 3, 13, 6 },
        { 2, [18, 5], 33, 7, 10 },
        { 3, [32, 16], 16, 9, 21 },
        { 1, [17, 3], 5, 61, 70 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Output_and_its_statistics_agree_with_the_definition(int batch, int[] inputs, int outputs, int height, int width)
    {
        Case c = Create(batch, inputs, outputs, height, width);
        Tensor expected = Reference.Convolve(Reference.Concatenate(c.Inputs), c.Layer.Weights.Values, outputs);

        Close.To(expected.Values, Tensor.From(c.Output.Values).Values, 3e-6);
        (double[] mean, double[] variance) = Reference.Statistics(expected);
        Close.To([.. mean.Select(m => 0.1 * m)], c.Output.Normalization!.RunningMean.Values, 1e-5, "mean");
        int count = batch * height * width;
        Close.To(
            [.. variance.Select(v => 0.9 + 0.1 * v * count / Math.Max(count - 1, 1))], c.Output.Normalization!.RunningVariance.Values, 1e-5, "variance");
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Gradients_agree_with_the_definition(int batch, int[] inputs, int outputs, int height, int width)
    {
        Case c = Create(batch, inputs, outputs, height, width);
        LayerFixture.SetGradient(c.Output, Tensor.Random(random, batch, outputs, height, width));
        c.Layer.BackwardWeights(c.From, c.Output, c.Workspace);
        c.Layer.BackwardInputs(c.From, c.Output, last: false, c.Workspace);

        // The convolution is linear in its weights and in its inputs, so their gradients are sums over the outputs' gradient.
        Tensor gradient = LayerFixture.ValuesGradient(c.Output);
        Tensor input = Reference.Concatenate(c.Inputs);
        var weights = new double[c.Layer.Weights.Values.Length];
        var inputGradient = new Tensor(batch, input.Channels, height, width);
        gradient.ForEach((n, o, y, x) =>
        {
            for (int i = 0; i < input.Channels; i++)
            {
                for (int tap = 0; tap < 9; tap++)
                {
                    int at = (o * input.Channels + i) * 9 + tap, row = y + tap / 3 - 1, column = x + tap % 3 - 1;
                    weights[at] += gradient[n, o, y, x] * input[n, i, row, column];
                    if (row >= 0 && row < height && column >= 0 && column < width)
                        inputGradient[n, i, row, column] += gradient[n, o, y, x] * c.Layer.Weights.Values[at];
                }
            }
        });
        double scale = Math.Max(weights.Max(Math.Abs), 1e-6);
        for (int i = 0; i < weights.Length; i++) Assert.Equal(weights[i], c.Layer.Weights.Gradient[i], 1e-5 * scale);
        Tensor actual = Reference.Concatenate([.. c.From.Select(from => Tensor.From(from.Gradient!))]);
        scale = Math.Max(inputGradient.Values.Max(Math.Abs), 1e-6);
        for (int i = 0; i < actual.Values.Length; i++) Assert.Equal(inputGradient.Values[i], actual.Values[i], 1e-5 * scale);
    }

    [Fact]
    public void A_reader_that_is_the_only_one_takes_the_gradient_through_the_inputs_normalisation()
    {
        BatchNormalization before = LayerFixture.Normalization(random, 3);
        Tensor values = Tensor.Random(random, 2, 3, 6, 5);
        Activation from = LayerFixture.Normalized(values, before);
        var layer = new Convolution3x3("conv", [3], 2);
        LayerFixture.Fill(layer.Weights, random);
        BatchNormalization after = LayerFixture.Normalization(random, 2);
        Activation to = LayerFixture.Output(after, 2, 6, 5);
        var workspace = new Workspace();
        after.Begin(training: true);
        layer.Forward([from], to, training: true, workspace);
        Tensor gradient = Tensor.Random(random, 2, 2, 6, 5);
        LayerFixture.SetGradient(to, gradient);
        layer.BackwardWeights([from], to, workspace);
        layer.BackwardInputs([from], to, last: true, workspace);

        double[] gamma = Close.Doubles(before.Weight.Values), beta = Close.Doubles(before.Bias.Values);
        double[] weights = Close.Doubles(layer.Weights.Values);
        double[] gammaAfter = Close.Doubles(after.Weight.Values), betaAfter = Close.Doubles(after.Bias.Values);
        double Loss() => Reference.NormalizeAndRectify(
            Reference.Convolve(Reference.NormalizeAndRectify(values, gamma, beta), weights, 2), gammaAfter, betaAfter).Dot(gradient);
        Close.To(Reference.Differences(gamma, Loss), before.Weight.Gradient, 1e-4, "scale before");
        Close.To(Reference.Differences(beta, Loss), before.Bias.Gradient, 1e-4, "shift before");
        Close.To(Reference.Differences(weights, Loss), layer.Weights.Gradient, 1e-4, "weights");
        Close.To(Reference.Differences(gammaAfter, Loss), after.Weight.Gradient, 1e-4, "scale after");
        Close.To(Reference.Differences(values.Values, Loss), LayerFixture.ValuesGradient(from).Values, 1e-4, "values");
    }

    [Fact]
    public void Rounding_is_within_a_few_times_that_of_a_direct_sum_of_floats()
    {
        const int channels = 48;
        Case c = Create(1, [channels], 16, 24, 24);
        Tensor input = c.Inputs[0];
        Tensor exact = Reference.Convolve(input, c.Layer.Weights.Values, 16);
        Tensor actual = Tensor.From(c.Output.Values);
        double squares = 0, directSquares = 0;
        exact.ForEach((n, o, y, x) =>
        {
            float direct = 0;
            for (int i = 0; i < channels; i++)
            {
                for (int tap = 0; tap < 9; tap++)
                    direct += c.Layer.Weights.Values[(o * channels + i) * 9 + tap] * (float)input[n, i, y + tap / 3 - 1, x + tap % 3 - 1];
            }

            squares += Math.Pow(actual[n, o, y, x] - exact[n, o, y, x], 2);
            directSquares += Math.Pow(direct - exact[n, o, y, x], 2);
        });
        Assert.InRange(Math.Sqrt(squares / directSquares), 0, 4);
    }

    Case Create(int batch, int[] inputs, int outputs, int height, int width)
    {
        var layer = new Convolution3x3("conv", inputs, outputs);
        LayerFixture.Fill(layer.Weights, random);
        Tensor[] values = [.. inputs.Select(channels => Tensor.Random(random, batch, channels, height, width))];
        Activation[] from = [.. values.Select(LayerFixture.Plain)];
        BatchNormalization normalization = LayerFixture.Normalization(random, outputs);
        Activation output = LayerFixture.Output(normalization, batch, height, width);
        var workspace = new Workspace { Threads = 2 };
        normalization.Begin(training: true);
        layer.Forward(from, output, training: true, workspace);
        return new Case(layer, values, from, output, workspace);
    }

    sealed record Case(Convolution3x3 Layer, Tensor[] Inputs, Activation[] From, Activation Output, Workspace Workspace);
}
