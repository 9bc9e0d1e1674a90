using SegLab.Metrics;

namespace SegLab.Tests.Metrics;

[Trait("Category", "Numeric")]
public sealed class PerImageScoresTests
{
    [Fact]
    public void The_four_averages_of_two_images_by_hand()
    {
        // IoU of class 0 and 1: 1/2 and 0 in the first image, 1 and none in the second.
        PerImageScores scores = Scores((0, [2, 1, 1, 0]), (1, [4, 0, 0, 0]));
        double Average(ImageAverage over) => scores.Average(counts => counts.IoU, over);
        Assert.Equal((6 / 8.0 + 0) / 2, Average(ImageAverage.DataSet), 1e-15);
        Assert.Equal((0.25 + 1) / 2, Average(ImageAverage.Images), 1e-15);
        Assert.Equal((0.75 + 0) / 2, Average(ImageAverage.Classes), 1e-15);
        Assert.Equal((0.5 + 0 + 1) / 3, Average(ImageAverage.Pairs), 1e-15);
    }

    [Fact]
    public void Images_give_the_same_bits_in_any_order_and_any_sharing()
    {
        var random = new Random(1);
        (int, long[])[] images = [.. Enumerable.Range(0, 50).Select(image => (image, new long[] { random.Next(9), random.Next(9), random.Next(9), random.Next(9) }))];
        PerImageScores whole = Scores(images), one = Scores([.. images.Where(image => image.Item1 % 3 == 0).Reverse()]), other = Scores([.. images.Where(image => image.Item1 % 3 != 0)]);
        one.Merge(other);
        foreach (ImageAverage over in Enum.GetValues<ImageAverage>())
            Assert.Equal(whole.Average(counts => counts.Dice, over), one.Average(counts => counts.Dice, over));
        Assert.Equal(whole.ByImage(counts => counts.Dice), one.ByImage(counts => counts.Dice));
    }

    [Fact]
    public void An_image_counts_once()
    {
        PerImageScores scores = Scores((4, [1, 0, 0, 1]));
        Assert.Contains("Image 4", Assert.Throws<ArgumentException>(() => scores.Merge(Scores((4, [1, 0, 0, 1])))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => scores.Add(5, new ConfusionMatrix(3)));
    }

    static PerImageScores Scores(params (int Image, long[] Counts)[] images)
    {
        var scores = new PerImageScores(2);
        foreach ((int image, long[] counts) in images) scores.Add(image, ConfusionMatrix.FromCounts(2, counts));
        return scores;
    }
}
