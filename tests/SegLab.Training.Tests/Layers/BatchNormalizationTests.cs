using SegLab.Training.Layers;

namespace SegLab.Training.Tests.Layers;

[Trait("Category", "Numeric")]
public sealed class BatchNormalizationTests
{
    readonly Random random = new(11);

    [Theory]
    [InlineData(2, 3, 4, 5)]
    [InlineData(1, 17, 2, 5)]
    [InlineData(3, 33, 2, 3)]
    public void What_is_read_is_normalised_by_the_batch_and_rectified(int batch, int channels, int height, int width)
    {
        BatchNormalization normalization = LayerFixture.Normalization(random, channels);
        Tensor values = Tensor.Random(random, batch, channels, height, width, offset: 0.5);
        Activation activation = LayerFixture.Normalized(values, normalization);

        Tensor expected = Reference.NormalizeAndRectify(
            values, Close.Doubles(normalization.Weight.Values), Close.Doubles(normalization.Bias.Values));
        Close.To(expected.Values, Read(activation).Values, 1e-5);
    }

    [Fact]
    public void Running_statistics_take_a_tenth_of_the_mean_and_of_the_unbiased_variance()
    {
        const int count = 2 * 3 * 4;
        var normalization = new BatchNormalization("bn", 5);
        Tensor values = Tensor.Random(random, 2, 5, 3, 4, offset: 2);
        LayerFixture.Normalized(values, normalization);

        (double[] mean, double[] variance) = Reference.Statistics(values);
        Close.To([.. mean.Select(m => 0.1 * m)], normalization.RunningMean.Values, 1e-6);
        Close.To([.. variance.Select(v => 0.9 + 0.1 * v * count / (count - 1))], normalization.RunningVariance.Values, 1e-6);
    }

    [Fact]
    public void Inference_uses_the_running_statistics()
    {
        BatchNormalization normalization = LayerFixture.Normalization(random, 3);
        LayerFixture.Fill(normalization.RunningMean, random);
        foreach (ref float variance in normalization.RunningVariance.Values.AsSpan()) variance = (float)(0.5 + random.NextDouble());
        Tensor values = Tensor.Random(random, 2, 3, 4, 4);
        Activation activation = LayerFixture.Output(normalization, 2, 4, 4);
        values.CopyTo(activation.Values);
        normalization.Begin(training: false);

        Tensor expected = Reference.NormalizeAndRectify(
            values, Close.Doubles(normalization.Weight.Values), Close.Doubles(normalization.Bias.Values),
            Close.Doubles(normalization.RunningMean.Values), Close.Doubles(normalization.RunningVariance.Values));
        Close.To(expected.Values, Read(activation).Values, 1e-6);
    }

    [Fact]
    public void Gradients_agree_with_differences_of_the_definition()
    {
        BatchNormalization normalization = LayerFixture.Normalization(random, 4);
        Tensor values = Tensor.Random(random, 2, 4, 3, 5);
        Tensor gradient = Tensor.Random(random, 2, 4, 3, 5);
        Activation activation = LayerFixture.Normalized(values, normalization);
        LayerFixture.SetGradient(activation, gradient);

        double[] gamma = Close.Doubles(normalization.Weight.Values), beta = Close.Doubles(normalization.Bias.Values);
        double Loss() => Reference.NormalizeAndRectify(values, gamma, beta).Dot(gradient);
        Close.To(Reference.Differences(gamma, Loss), normalization.Weight.Gradient, 1e-4, "weight");
        Close.To(Reference.Differences(beta, Loss), normalization.Bias.Gradient, 1e-4, "bias");
        Close.To(Reference.Differences(values.Values, Loss), LayerFixture.ValuesGradient(activation).Values, 1e-4, "values");
    }

    [Fact]
    public void A_mean_far_above_the_deviation_does_not_drown_it_once_the_running_mean_is_near()
    {
        var normalization = new BatchNormalization("bn", 1);
        normalization.RunningMean.Values[0] = 1000;
        Tensor values = Tensor.Random(random, 4, 1, 16, 16, offset: 1001);
        Activation activation = LayerFixture.Normalized(values, normalization);

        Close.To(Reference.NormalizeAndRectify(values, [1], [0]).Values, Read(activation).Values, 1e-4);
    }

    [Fact]
    public void A_NaN_is_not_rectified_away()
    {
        var normalization = new BatchNormalization("bn", 1);
        Tensor values = Tensor.Random(random, 1, 1, 2, 2);
        Activation activation = LayerFixture.Normalized(values, normalization);
        values.Values[2] = double.NaN;
        values.CopyTo(activation.Values);

        Assert.True(double.IsNaN(Read(activation).Values[2]));
    }

    static unsafe Tensor Read(Activation activation)
    {
        var read = new SegLab.Training.Kernels.BlockedMap(
            activation.Values.Batch, activation.Values.Channels, activation.Values.Height, activation.Values.Width);
        for (int n = 0; n < read.Batch; n++)
        {
            for (int block = 0; block < read.Blocks; block++)
            {
                nint offset = n * read.ImageStride;
                activation.Source(block).Read(offset, read.Height * read.Width, read.Block(block) + offset);
            }
        }

        return Tensor.From(read);
    }
}
