using SegLab.Imaging.Evaluation;

namespace SegLab.Imaging.Tests.Evaluation;

public sealed class ImageBootstrapTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(50)]
    [InlineData(99)]
    public void The_images_of_a_lot_do_not_show_in_the_scores(int most)
    {
        var random = new Random(1);
        PredictionScores[] images = [.. Enumerable.Range(0, 100).Select(_ => new PredictionScores
        {
            Pixels = [0, 0, random.Next(1, 1000), 0, 1, random.Next(1, 1000), 1, 1, random.Next(1, 1000), random.Next(3), 2, random.Next(1, 1000)],
        })];
        ResampledScores[] expected = new ImageBootstrap(images.Length, resamples: 100).Run(images, 3, [0], threads: 1);
        Assert.Equal(expected, new ImageBootstrap(images.Length, resamples: 100, most).Run(images, 3, [0], threads: 3));
        Assert.Equal(100, expected.Distinct().Count());
    }
}
