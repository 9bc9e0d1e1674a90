using SegLab.Losses.Weights;
using SegLab.Tests.Reference;

namespace SegLab.Tests.Losses.Weights;

[Trait("Category", "Numeric")]
public sealed unsafe class DistancePenaltyWeightsTests
{
    [Theory]
    [InlineData("50", 1.0)]
    [InlineData("17,21", 1.0)]
    [InlineData("17,21", 2.5)]
    [InlineData("5,8,9", 1.0)]
    [InlineData("5,8,9", 0.5)]
    public void Weights_are_those_of_a_transform_a_class(string shape, double firstSpacing)
    {
        int[] extents = [.. shape.Split(',').Select(int.Parse)];
        double[] spacing = [.. extents.Select((_, axis) => axis == 0 ? firstSpacing : 1)];
        int pixels = extents.Aggregate(1, (product, extent) => product * extent);
        int[] labels = WeightMap.Blocks(2, extents, 4, seed: 3);
        double[] expected = [.. Enumerable.Range(0, 2).SelectMany(image => Reference(labels[(image * pixels)..((image + 1) * pixels)], extents, spacing))];
        WeightMap.AssertClose(expected, Fill(labels, extents, spacing, images: 2));
    }

    [Fact]
    public void The_border_has_two_and_the_farthest_pixel_one()
    {
        WeightMap.AssertClose([1, 1.5, 2, 2, 1.5, 1], Fill([0, 0, 0, 1, 1, 1], [6]));
    }

    [Fact]
    public void Where_all_pixels_of_a_class_are_equally_far_all_have_two()
    {
        Assert.Equal([2f, 2f, 2f, 2f], Fill([0, 1, 0, 1], [4]));
    }

    [Fact]
    public void A_class_that_covers_the_image_has_one()
    {
        Assert.Equal([1f, 1f, 1f, 2f, 2f, 2f], Fill([1, 1, 1, 0, 1, 0], [3], images: 2));
    }

    [Fact]
    public void Ignored_pixels_weigh_nothing()
    {
        Assert.Equal([2f, 0f, 2f, 1f], Fill([1, WeightMap.Ignored, 1, 1], [4]));
    }

    [Fact]
    public void The_bits_do_not_depend_on_threads_and_nothing_is_allocated()
    {
        var weights = new DistancePenaltyWeights();
        WeightMap.AssertSteady(WeightMap.Blocks(3, [150, 170], 5, seed: 1), (label, weight, threads) => weights.Fill([150, 170], [], label, 3, 5, weight, threads));
    }

    static float[] Fill(int[] labels, int[] extents, double[]? spacing = null, int images = 1)
    {
        nint[] lengths = [.. extents];
        return WeightMap.Fill(labels, (label, weight, threads) => new DistancePenaltyWeights().Fill(lengths, spacing, label, images, 4, weight, threads), threads: 2);
    }

    static double[] Reference(int[] labels, int[] extents, double[] spacing)
    {
        double[] distances = [.. BruteForceDistance.Squared(extents, spacing, (pixel, other) => labels[pixel] != labels[other]).Select(Math.Sqrt)];
        return [.. labels.Select((label, pixel) =>
        {
            if (label == WeightMap.Ignored) return 0;
            double[] region = [.. distances.Where((_, other) => labels[other] == label)];
            double least = region.Min(), largest = region.Max();
            return double.IsInfinity(largest) ? 1 : largest == least ? 2 : 1 + (largest - distances[pixel]) / (largest - least);
        })];
    }
}
