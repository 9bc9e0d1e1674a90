using SegLab.Losses.Weights;
using SegLab.Tests.Reference;

namespace SegLab.Tests.Losses.Weights;

[Trait("Category", "Numeric")]
public sealed unsafe class SignedDistanceMapTests
{
    [Theory]
    [InlineData("50", 4, 1.0, true)]
    [InlineData("17,21", 5, 1.0, true)]
    [InlineData("17,21", 5, 2.5, false)]
    [InlineData("16,9", 1, 1.0, true)]
    [InlineData("5,8,9", 4, 0.5, true)]
    public void Maps_are_those_of_two_transforms_a_class(string shape, int channels, double firstSpacing, bool zeroOnInnerRim)
    {
        int[] extents = [.. shape.Split(',').Select(int.Parse)];
        double[] spacing = [.. extents.Select((_, axis) => axis == 0 ? firstSpacing : 1)];
        int pixels = extents.Aggregate(1, (product, extent) => product * extent);
        int[] labels = WeightMap.Blocks(3, extents, Math.Max(channels - 1, 2), seed: 7);
        var expected = new List<double>();
        for (int image = 0; image < 3; image++)
        {
            for (int k = 0; k < channels; k++)
                expected.AddRange(Reference(labels[(image * pixels)..((image + 1) * pixels)], channels == 1 ? 1 : k, extents, spacing, zeroOnInnerRim));
        }

        WeightMap.AssertClose([.. expected], Fill(new SignedDistanceMap { ZeroOnInnerRim = zeroOnInnerRim }, labels, extents, channels, spacing, images: 3));
    }

    [Fact]
    public void Distances_rise_outside_and_fall_inside()
    {
        Assert.Equal([-1, 0, 1, 2, 2, 1, 0, -1], Fill(new SignedDistanceMap(), [0, 0, 1, 1], [4], channels: 2));
        Assert.Equal([-2, -1, 1, 2, 2, 1, -1, -2], Fill(new SignedDistanceMap { ZeroOnInnerRim = false }, [0, 0, 1, 1], [4], channels: 2));
    }

    [Fact]
    public void A_class_without_pixels_and_one_that_covers_the_image_have_zero()
    {
        Assert.All(Fill(new SignedDistanceMap(), [1, 1, 1, 1, 1, 1], [2, 3], channels: 3), distance => Assert.Equal(0, distance));
    }

    [Fact]
    public void Ignored_pixels_belong_to_no_class()
    {
        Assert.Equal([0, 1, 0, -1, 0, 0, 0, 0], Fill(new SignedDistanceMap(), [0, WeightMap.Ignored, 0, 0], [4], channels: 2));
    }

    [Fact]
    public void The_bits_do_not_depend_on_threads_and_nothing_is_allocated()
    {
        var map = new SignedDistanceMap();
        WeightMap.AssertSteady(
            WeightMap.Blocks(2, [120, 130], 4, seed: 1), (label, distance, threads) => map.Fill([120, 130], [], label, 2, 5, distance, threads), floatsPerPixel: 5);
    }

    static float[] Fill(SignedDistanceMap map, int[] labels, int[] extents, int channels, double[]? spacing = null, int images = 1)
    {
        nint[] lengths = [.. extents];
        return WeightMap.Fill(labels, (label, distance, threads) => map.Fill(lengths, spacing, label, images, channels, distance, threads), channels, threads: 2);
    }

    static double[] Reference(int[] labels, int label, int[] extents, double[] spacing, bool zeroOnInnerRim)
    {
        double[] outside = BruteForceDistance.Squared(extents, spacing, (_, other) => labels[other] == label);
        double[] inside = BruteForceDistance.Squared(extents, spacing, (_, other) => labels[other] != label);
        return [.. labels.Select((own, pixel) =>
        {
            double square = own == label ? inside[pixel] : outside[pixel];
            if (double.IsInfinity(square)) return 0;
            return own != label ? Math.Sqrt(square) : (zeroOnInnerRim ? 1 : 0) - Math.Sqrt(square);
        })];
    }
}
