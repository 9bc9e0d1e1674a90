using SegLab.Imaging;
using SegLab.Training.Data;

namespace SegLab.Training.Tests.Data;

[Trait("Category", "Numeric")]
public sealed class NormalizationTests
{
    static SegmentationSample Sample(RasterImage image) =>
        new("sample", image, new LabelMap(image.Width, image.Height, new ushort[image.Width * image.Height]));

    [Fact]
    public void Mean_and_deviation_are_those_of_all_pixels_of_a_channel()
    {
        // First channel: 0, 255, 255, 0 and 255, 255 over two images of different sizes: mean 2/3, variance 2/9. Second: constant.
        var first = new RasterImage(2, 2, 2, new byte[] { 0, 255, 255, 0, 51, 51, 51, 51 });
        var second = new RasterImage(1, 2, 2, new byte[] { 255, 255, 51, 51 });
        Normalization normalization = Normalization.Of([Sample(first), Sample(second)]);
        Assert.Equal(2 / 3f, normalization.Mean[0], 1e-6f);
        Assert.Equal(Math.Sqrt(2 / 9.0), normalization.StandardDeviation[0], 1e-6);
        Assert.Equal(0.2f, normalization.Mean[1], 1e-6f);
        Assert.Equal(1, normalization.StandardDeviation[1]);
    }

    [Fact]
    public void A_normalized_channel_has_mean_0_and_deviation_1()
    {
        var image = new RasterImage(4, 1, 1, new ushort[] { 0, 65535, 13107, 30000 });
        var values = new float[4];
        Normalization.Of([Sample(image)]).CopyRow(image, 0, 0, 0, values);
        Assert.Equal(0, values.Average(), 1e-6);
        Assert.Equal(1, values.Average(value => (double)value * value), 1e-5);
    }

    [Fact]
    public void A_deviation_of_zero_is_refused_with_the_channel()
    {
        var failure = Assert.Throws<ArgumentException>(() => new Normalization([0.5f, 0.5f], [1, 0]));
        Assert.Contains("Channel 1", failure.Message);
    }
}
