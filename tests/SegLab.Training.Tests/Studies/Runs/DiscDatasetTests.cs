using SegLab.Imaging;
using SegLab.Training.Studies.Runs;

namespace SegLab.Training.Tests.Studies.Runs;

public sealed class DiscDatasetTests
{
    [Theory]
    [InlineData(0.5, 2048)]
    [InlineData(0.005, 20)]
    [InlineData(0.001, 4)]
    public void Every_disc_has_its_share_of_the_pixels(double share, int pixels)
    {
        SegmentationDataset dataset = DiscDataset.Create(3, share, training: 6, size: 64);
        Assert.Equal((6, 3), (dataset.Training.Count, dataset.Validation.Count));
        Assert.All(dataset.Training.Concat(dataset.Validation), sample => Assert.Equal(pixels, sample.Mask.Labels.ToArray().Count(label => label == 1)));
    }

    [Fact]
    public void A_disc_is_brighter_than_its_ground_by_its_contrast()
    {
        SegmentationSample sample = DiscDataset.Sample(seed: 1, number: 5, size: 128, share: 0.3, contrast: 0.25);
        double[] values = [.. Enumerable.Range(0, 128 * 128).Select(i => sample.Image[0, i / 128, i % 128] / 255.0)];
        double Mean(int label) => values.Where((_, i) => sample.Mask[i / 128, i % 128] == label).Average();

        // Noise averages out over thousands of pixels; the shading is up to 0.06 and does not.
        Assert.Equal(0.25, Mean(1) - Mean(0), 0.08);
    }

    [Fact]
    public void Images_follow_from_seed_and_number()
    {
        string first = DiscDataset.Create(1, 0.1, 4, 32).Fingerprint();
        Assert.Equal(first, DiscDataset.Create(1, 0.1, 4, 32).Fingerprint());
        Assert.NotEqual(first, DiscDataset.Create(2, 0.1, 4, 32).Fingerprint());
    }
}
