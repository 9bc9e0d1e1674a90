using SegLab.Training.Studies.AllChannels;
using SegLab.Training.Studies.Runs;

namespace SegLab.Training.Tests.Studies.AllChannels;

/// <summary>Margins against cases worked out by hand.</summary>
public sealed class ChannelMarginsTests
{
    [Theory]
    [InlineData(new[] { 0.5, 0.25, 0.25 }, 0, 0.25)]
    [InlineData(new[] { 0.5, 0.3, 0.2 }, 1, -0.2)]
    [InlineData(new[] { 0.1, 0.2, 0.7 }, 2, 0.5)]
    public void A_pixel_has_the_difference_of_its_two_best_classes(double[] probabilities, int label, double margin)
    {
        double other = probabilities.Where((_, k) => k != label).Max();
        (double byProbability, double byLogit) = ChannelMargins.OfPixel([.. probabilities.Select(p => Math.Log(p) + 300)], label);
        Assert.Equal(margin, byProbability, 1e-9);
        Assert.Equal(Math.Log(probabilities[label] / other), byLogit, 1e-9);
    }

    [Fact]
    public void Means_are_over_the_pixels()
    {
        // Pixels: (1/2, 1/4, 1/4) of class 0, which is right; (1/5, 2/5, 2/5) of class 0, which is wrong.
        var map = new FeatureMap(1, 3, 1, 2);
        double[][] pixels = [[0.5, 0.25, 0.25], [0.2, 0.4, 0.4]];
        for (int k = 0; k < 3; k++)
            for (int i = 0; i < 2; i++) map.Values[k * 2 + i] = (float)Math.Log(pixels[i][k]);
        ChannelMargins margins = ChannelMargins.Of([new LabelledLogits(map, [0, 0])]);
        Assert.Equal((0.25 - 0.2) / 2, margins.Probability, 1e-6);
        Assert.Equal((Math.Log(2) - Math.Log(2)) / 2, margins.Logit, 1e-6);
        Assert.Equal(Math.Log(2), margins.LogitWhereRight, 1e-6);
        Assert.Equal(-Math.Log(2), margins.LogitWhereWrong, 1e-6);
        Assert.Equal(0.5, margins.Accuracy);
        Assert.Equal(-(Math.Log(0.5) + Math.Log(0.2)) / 2, margins.TrueChannelLoss, 1e-6);
        Assert.Equal(-(Math.Log(0.5 * 0.75 * 0.75) + Math.Log(0.2 * 0.6 * 0.6)) / 2, margins.AllChannelsLoss, 1e-6);

        // dL/dz is p - y: what the true channel is pulled up by, the others are pushed down by.
        Assert.Equal(0.5, margins.WrongChannelShare, 1e-6);
        // Class 0: one of two found, none invented; class 1: one invented; class 2 does not occur.
        Assert.Equal(0.25, margins.MeanIoU, 1e-6);
    }
}
