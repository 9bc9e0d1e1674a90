using SegLab.Losses.Weights;
using SegLab.Tests.Reference;

namespace SegLab.Tests.Losses.Weights;

[Trait("Category", "Numeric")]
public sealed unsafe class UNetBorderWeightsTests
{
    [Theory]
    [InlineData("40", 5, 1)]
    [InlineData("17,33", 5, 1)]
    [InlineData("33,16", 12, 0.25)]
    [InlineData("20,20", 2, 0)]
    [InlineData("6,9,11", 3, 1)]
    [InlineData("3,20,18", 5, 1)]
    public void Weights_are_those_of_one_transform_an_instance(string shape, double sigma, double backgroundWeight)
    {
        int[] extents = [.. shape.Split(',').Select(int.Parse)];
        int pixels = extents.Aggregate(1, (product, extent) => product * extent);
        foreach (bool onlyOnBackground in new[] { true, false })
        {
            for (int seed = 0; seed < 4; seed++)
            {
                int[] instances = Instances(2, pixels, count: 3 + 20 * seed, seed), labels = [.. instances.Select(instance => Math.Min(instance, 1))];
                var weights = new UNetBorderWeights
                {
                    BorderSigma = sigma,
                    BackgroundWeight = backgroundWeight,
                    ForegroundWeight = 1.5,
                    OnlyOnBackground = onlyOnBackground,
                };
                double[] expected = [.. Enumerable.Range(0, 2).SelectMany(
                    image => Reference(instances[(image * pixels)..((image + 1) * pixels)], extents, sigma, backgroundWeight, 1.5, onlyOnBackground))];
                WeightMap.AssertClose(expected, Fill(weights, labels, instances, extents, images: 2));
            }
        }
    }

    [Fact]
    public void Between_two_pixels_the_term_follows_from_both_distances()
    {
        // Instances at 0 and 3: a pixel between them is 1 from one and 2 from the other.
        int[] labels = [1, 0, 0, 1];
        double between = 1 + 10 * Math.Exp(-9 / 50.0);
        WeightMap.AssertClose([1, between, between, 1], Fill(new UNetBorderWeights(), labels, null, [4]));
    }

    [Fact]
    public void An_instance_that_was_as_near_as_one_that_came_nearer_stays_the_second()
    {
        // In the column of instances 1 and 2 both are two steps away; the next column has 2 again, at one step.
        int[] instances = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 2, 0, 0, 0];
        int[] labels = [.. instances.Select(instance => Math.Min(instance, 1))];
        double expected = 1 + 10 * Math.Exp(-Math.Pow(Math.Sqrt(2) + Math.Sqrt(5), 2) / 50);
        WeightMap.AssertClose([expected], [Fill(new UNetBorderWeights(), labels, instances, [5, 2, 2])[9]]);
    }

    [Fact]
    public void Instances_are_the_connected_components_when_none_are_given()
    {
        int[] labels = [1, 1, 0, 1, 0, 0, 2, 1, 0, 1], instances = [1, 1, 0, 2, 0, 0, 3, 4, 0, 5];
        Assert.Equal(Fill(new UNetBorderWeights(), labels, instances, [10]), Fill(new UNetBorderWeights(), labels, null, [10]));
    }

    [Fact]
    public void Fewer_than_two_instances_have_no_border_term()
    {
        Assert.All(Fill(new UNetBorderWeights { OnlyOnBackground = false }, [0, 1, 1, 0, 0, 0, 0, 0], null, [2, 4]), weight => Assert.Equal(1, weight));
        Assert.All(Fill(new UNetBorderWeights(), new int[8], null, [2, 4]), weight => Assert.Equal(1, weight));
    }

    [Fact]
    public void Images_of_a_batch_do_not_see_each_other()
    {
        Assert.All(Fill(new UNetBorderWeights(), [1, 0, 0, 0, 0, 1], null, [3], images: 2), weight => Assert.Equal(1, weight));
    }

    [Fact]
    public void Ignored_pixels_weigh_nothing_and_belong_to_no_instance()
    {
        float[] weights = Fill(new UNetBorderWeights(), [1, 0, WeightMap.Ignored, 0, 0, 2], null, [6]);
        double between = 1 + 10 * Math.Exp(-25 / 50.0);
        WeightMap.AssertClose([1, between, 0, between, between, 1], weights);
    }

    [Fact]
    public void Far_from_instances_the_weight_is_that_of_the_class_to_the_last_bit()
    {
        int[] labels = new int[400];
        labels[0] = labels[399] = 1;
        float[] weights = Fill(new UNetBorderWeights { BackgroundWeight = 0.3 }, labels, null, [400]);
        Assert.Equal(0.3f, weights[200]);
    }

    [Fact]
    public void The_bits_do_not_depend_on_threads_and_nothing_is_allocated()
    {
        foreach (int[] extents in new int[][] { [70, 150], [9, 20, 33] })
        {
            nint[] lengths = [.. extents];
            var weights = new UNetBorderWeights();
            int[] labels = WeightMap.Blocks(3, extents, 3, seed: 1);
            WeightMap.AssertSteady(labels, (label, weight, threads) => weights.Fill(lengths, label, null, 3, weight, threads));
        }
    }

    static float[] Fill(UNetBorderWeights weights, int[] labels, int[]? instances, int[] extents, int images = 1)
    {
        nint[] lengths = [.. extents];
        fixed (int* instance = instances)
        {
            int* given = instance;
            return WeightMap.Fill(labels, (label, weight, threads) => weights.Fill(lengths, label, given, images, weight, threads), threads: 2);
        }
    }

    static int[] Instances(int images, int pixels, int count, int seed)
    {
        // Scattered pixels, so that the nearest and the second change from pixel to pixel.
        var random = new Random(seed);
        var instances = new int[images * pixels];
        for (int i = 0; i < 2 * count; i++) instances[random.Next(instances.Length)] = 1 + random.Next(count);
        return instances;
    }

    static double[] Reference(int[] instances, int[] extents, double sigma, double background, double foreground, bool onlyOnBackground)
    {
        double[] spacing = [.. extents.Select(_ => 1.0)];
        double[][] distances = [.. instances.Where(instance => instance > 0).Distinct()
            .Select(instance => BruteForceDistance.Squared(extents, spacing, (_, other) => instances[other] == instance))];
        return [.. instances.Select((instance, pixel) =>
        {
            double weight = instance > 0 ? foreground : background;
            if (distances.Length < 2 || (onlyOnBackground && instance > 0)) return weight;
            double[] nearest = [.. distances.Select(map => Math.Sqrt(map[pixel])).Order()];
            double sum = nearest[0] + nearest[1];
            return weight + 10 * Math.Exp(-sum * sum / (2 * sigma * sigma));
        })];
    }
}
