using SegLab.Losses;
using SegLab.Training.Studies.EasyPixels;

namespace SegLab.Training.Tests.Studies.EasyPixels;

/// <summary>Shares of the gradient of a few pixels against the derivatives written out.</summary>
public sealed class GradientByDifficultyTests
{
    // One pixel a bin. With two classes |dL/dz| is the same for both, so shares follow from the slope by the true class's logit.
    static readonly double[] probabilities = [0.05, 0.3, 0.8, 0.95, 0.998];

    [Theory]
    [InlineData(0.0999, 0)]
    [InlineData(0.1, 1)]
    [InlineData(0.4999, 1)]
    [InlineData(0.5, 2)]
    [InlineData(0.9, 3)]
    [InlineData(0.99, 4)]
    [InlineData(1, 4)]
    public void A_bin_begins_with_its_edge(double probability, int bin) => Assert.Equal(bin, Difficulty.Of(probability));

    [Fact]
    public void Cross_entropy_gives_each_pixel_what_its_true_class_lacks()
    {
        GradientByDifficulty gradient = GradientByDifficulty.Of([new CrossEntropyLoss()], [Predictions.Of(probabilities)])[0];
        Agree([.. probabilities.Select(p => 1 - p)], gradient.Shares);
        Assert.All(gradient.Pixels, share => Assert.Equal(0.2, share, 1e-12));
        Assert.Equal(2 * (0.05 + 0.002) / 5, gradient.EasyGradient, 1e-5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void The_focal_loss_gives_its_derivative(double gamma)
    {
        GradientByDifficulty gradient = GradientByDifficulty.Of([new FocalLoss { Gamma = gamma }], [Predictions.Of(probabilities)])[0];

        // L = -(1 - p)^g log p, and dp/dz = p (1 - p).
        Agree([.. probabilities.Select(p => Math.Pow(1 - p, gamma) * (1 - p - gamma * p * Math.Log(p)))], gradient.Shares);
    }

    [Fact]
    public void Hard_example_mining_gives_easy_pixels_nothing()
    {
        GradientByDifficulty gradient = GradientByDifficulty.Of([new HardExampleCrossEntropyLoss { MinimumKept = 1 }], [Predictions.Of(probabilities)])[0];
        Agree([0.95, 0.7, 0, 0, 0], gradient.Shares);
        Assert.Equal((1, 0), (gradient.Hard, gradient.Easy));
    }

    [Fact]
    public void Batches_are_added()
    {
        GradientByDifficulty gradient = GradientByDifficulty.Of([new CrossEntropyLoss()], [Predictions.Of(0.2, 0.95), Predictions.Of(0.6, 0.95)])[0];
        Assert.Equal([0, 0.25, 0.25, 0.5, 0], gradient.Pixels);
        Agree([0, 0.8, 0.4, 0.1, 0], gradient.Shares);
    }

    static void Agree(double[] weights, IReadOnlyList<double> shares)
    {
        for (int i = 0; i < weights.Length; i++) Assert.Equal(weights[i] / weights.Sum(), shares[i], 1e-5);
    }
}
