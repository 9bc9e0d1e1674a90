using SegLab.Losses.Weights;

namespace SegLab.Tests.Losses.Weights;

[Trait("Category", "Numeric")]
public sealed unsafe class PooledBorderWeightsTests
{
    [Theory]
    [InlineData("30", 7)]
    [InlineData("9,13", 5)]
    [InlineData("20,18", 41)]
    [InlineData("1,19", 3)]
    [InlineData("4,6,19", 3)]
    [InlineData("5,7,3", 9)]
    public void Weights_are_those_of_the_mean_over_each_window(string shape, int window)
    {
        int[] extents = [.. shape.Split(',').Select(int.Parse)];
        foreach (double ignored in new[] { 0, 0.1 })
        {
            foreach (bool countPadding in new[] { false, true })
            {
                int[] labels = WeightMap.Blocks(2, extents, 3, seed: window, ignored);
                nint[] lengths = [.. extents];
                var weights = new PooledBorderWeights { Window = window, CountPadding = countPadding, Scale = 4, Sharpness = 3 };
                float[] actual = WeightMap.Fill(labels, (label, weight, threads) => weights.Fill(lengths, label, 2, weight, threads), threads: 2);
                WeightMap.AssertClose(Reference(labels, extents, window, countPadding, 4, 3), actual);
            }
        }
    }

    [Fact]
    public void The_mean_weight_is_one()
    {
        int[] labels = WeightMap.Blocks(3, [40, 50], 2, seed: 5);
        var weights = new PooledBorderWeights { Window = 11 };
        float[] actual = WeightMap.Fill(labels, (label, weight, threads) => weights.Fill([40, 50], label, 3, weight, threads));
        Assert.Equal(1, actual.Where((_, i) => labels[i] != WeightMap.Ignored).Average(), 1e-5f);
    }

    [Fact]
    public void Where_all_is_ignored_all_weights_are_zero()
    {
        int[] labels = [.. Enumerable.Repeat(WeightMap.Ignored, 12)];
        Assert.All(WeightMap.Fill(labels, (label, weight, threads) => new PooledBorderWeights().Fill([3, 4], label, 1, weight, threads)), weight => Assert.Equal(0, weight));
    }

    [Fact]
    public void An_even_window_is_refused()
    {
        string message = Assert.Throws<ArgumentException>(
            () => WeightMap.Fill(new int[4], (label, weight, threads) => new PooledBorderWeights { Window = 50 }.Fill([4], label, 1, weight, threads))).Message;
        Assert.Contains("50", message);
        Assert.Contains("odd", message);
    }

    [Fact]
    public void The_bits_do_not_depend_on_threads_and_nothing_is_allocated()
    {
        foreach (int[] extents in new int[][] { [150, 170], [9, 50, 60] })
        {
            nint[] lengths = [.. extents];
            var weights = new PooledBorderWeights { Window = 9 };
            WeightMap.AssertSteady(WeightMap.Blocks(3, extents, 3, seed: 1), (label, weight, threads) => weights.Fill(lengths, label, 3, weight, threads));
        }
    }

    static double[] Reference(int[] labels, int[] extents, int window, bool countPadding, double scale, double sharpness)
    {
        int pixels = extents.Aggregate(1, (product, extent) => product * extent);
        var weights = new double[labels.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] == WeightMap.Ignored) continue;
            int foreground = 0, known = 0, image = i / pixels * pixels;
            for (int other = image; other < image + pixels; other++)
            {
                if (labels[other] == WeightMap.Ignored || Chebyshev(i % pixels, other % pixels, extents) > window / 2) continue;
                known++;
                foreground += labels[other] != 0 ? 1 : 0;
            }

            double share = foreground / (countPadding ? Math.Pow(window, extents.Length) : known);
            weights[i] = scale * Math.Exp(-sharpness * Math.Abs(share - 0.5));
        }

        double mean = weights.Where((_, i) => labels[i] != WeightMap.Ignored).Average();
        return [.. weights.Select(weight => weight / mean)];
    }

    static int Chebyshev(int one, int other, int[] extents)
    {
        int largest = 0;
        for (int axis = extents.Length - 1; axis >= 0; axis--)
        {
            largest = Math.Max(largest, Math.Abs(one % extents[axis] - other % extents[axis]));
            (one, other) = (one / extents[axis], other / extents[axis]);
        }

        return largest;
    }
}
