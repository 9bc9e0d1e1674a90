using SegLab.Metrics;

namespace SegLab.Tests.Metrics;

[Trait("Category", "Numeric")]
public sealed class PairedBootstrapTests
{
    /// <summary>Images of one class, of 1000 pixels, of which some are missed: the IoU of an image is the share that is right.</summary>
    static ConfusionMatrix[] Images(params int[] right) => [.. right.Select(count => ConfusionMatrix.FromCounts(2, [count, 1000 - count, 0, 0]))];

    [Fact]
    public void Equal_images_leave_no_doubt()
    {
        var bootstrap = new PairedBootstrap(20);
        ConfusionMatrix[] images = [.. Enumerable.Range(0, 20).Select(_ => ConfusionMatrix.FromCounts(2, [50, 10, 5, 35]))];
        double expected = (50 / 65.0 + 35 / 50.0) / 2;
        ConfidenceInterval interval = PairedBootstrap.Interval(bootstrap.MeanIoU(images));
        Assert.Equal(expected, interval.Low, 1e-12);
        Assert.Equal(expected, interval.High, 1e-12);
    }

    [Fact]
    public void The_interval_of_a_mean_is_that_of_the_normal_distribution()
    {
        // Class 1 is predicted but never true, so its IoU is 0 and the mean IoU half the share of right pixels: half a mean over images.
        int[] right = [.. Enumerable.Range(0, 400).Select(i => i * 37 % 1000)];
        double mean = right.Average() / 2000;
        double error = Math.Sqrt(right.Average(count => Math.Pow(count / 2000.0 - mean, 2)) / right.Length);
        ConfidenceInterval interval = PairedBootstrap.Interval(new PairedBootstrap(400, 20_000).MeanIoU(Images(right)));
        Assert.Equal(mean - 1.96 * error, interval.Low, 0.1 * error);
        Assert.Equal(mean + 1.96 * error, interval.High, 0.1 * error);
    }

    [Fact]
    public void A_lead_that_is_the_same_on_every_image_is_certain_however_much_the_images_differ()
    {
        int[] right = [.. Enumerable.Range(0, 30).Select(i => i * 30)];
        var bootstrap = new PairedBootstrap(30);
        double[] better = bootstrap.MeanIoU(Images([.. right.Select(count => count + 40)])), worse = bootstrap.MeanIoU(Images(right));
        ConfidenceInterval difference = PairedBootstrap.Difference(better, worse);
        Assert.Equal(0.02, difference.Low, 1e-12);
        Assert.Equal(0.02, difference.High, 1e-12);
        Assert.True(difference.ExcludesZero);
        Assert.True(PairedBootstrap.Interval(worse).High > PairedBootstrap.Interval(better).Low);
    }

    [Fact]
    public void A_lead_on_half_of_the_images_is_not_significant()
    {
        int[] first = [.. Enumerable.Range(0, 30).Select(i => i % 2 == 0 ? 600 : 500)];
        int[] second = [.. Enumerable.Range(0, 30).Select(i => i % 2 == 0 ? 500 : 599)];
        var bootstrap = new PairedBootstrap(30);
        Assert.False(PairedBootstrap.Difference(bootstrap.MeanIoU(Images(first)), bootstrap.MeanIoU(Images(second))).ExcludesZero);
    }

    [Fact]
    public void A_resample_scores_the_pixels_of_all_drawn_images_together()
    {
        // Two images: a resample draws (2, 0), (1, 1) or (0, 2) of them, so only three scores can occur.
        ConfusionMatrix[] images = [ConfusionMatrix.FromCounts(2, [90, 10, 0, 0]), ConfusionMatrix.FromCounts(2, [1, 0, 4, 5])];
        double[] expected = [0.9 / 2, (91 / 105.0 + 5 / 19.0) / 2, (1 / 5.0 + 5 / 9.0) / 2];
        double[] scores = [.. new PairedBootstrap(2, 200).MeanIoU(images).Distinct().Order()];
        double[] sorted = [.. expected.Order()];
        Assert.Equal(3, scores.Length);
        for (int i = 0; i < 3; i++) Assert.Equal(sorted[i], scores[i], 1e-12);
    }

    [Fact]
    public void Quantiles_are_interpolated_as_numpy_does()
    {
        // numpy.quantile([1, 2, 3, 4], [0.1, 0.9]) = [1.3, 3.7]
        ConfidenceInterval interval = PairedBootstrap.Interval([4, 2, double.NaN, 1, 3], level: 0.8);
        Assert.Equal(1.3, interval.Low, 1e-12);
        Assert.Equal(3.7, interval.High, 1e-12);
    }

    [Fact]
    public void A_wrong_number_of_images_is_refused()
    {
        var failure = Assert.Throws<ArgumentException>(() => new PairedBootstrap(3).MeanIoU(Images(1, 2)));
        Assert.StartsWith("The bootstrap draws from 3 images; there are 2 confusion matrices.", failure.Message);
    }
}
