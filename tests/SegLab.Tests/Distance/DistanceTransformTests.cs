using System.Numerics.Tensors;
using SegLab.Distance;
using SegLab.Tests.Reference;

namespace SegLab.Tests.Distance;

[Trait("Category", "Numeric")]
public sealed class DistanceTransformTests
{
    public static TheoryData<string> Shapes() =>
    [
        "1", "2", "7", "16", "17", "33", "300", "1,1", "1,9", "9,1", "2,2", "3,5", "5,3", "16,16", "15,17", "31,20", "2,270", "1,1,1", "1,4,9",
        "9,1,4", "4,9,1", "2,3,4", "5,6,7", "7,17,3", "3,20,18", "2,2,40", "1,5,1,6",
    ];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Squared_distances_are_exactly_those_of_all_pairs(string shape)
    {
        foreach (double share in new[] { 0.02, 0.3, 0.8 })
        {
            (int[] extents, byte[] mask) = Mask(shape, share);
            double[] expected = BruteForceDistance.Squared(extents, Ones(extents), (_, other) => mask[other] == 0);
            Assert.Equal([.. expected.Select(value => (float)value)], Transform(mask, extents, squared: true));
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Distances_are_the_roots_rounded_once(string shape)
    {
        (int[] extents, byte[] mask) = Mask(shape, 0.1);
        double[] expected = BruteForceDistance.Squared(extents, Ones(extents), (_, other) => mask[other] == 0);
        Assert.Equal([.. expected.Select(value => (float)Math.Sqrt(value))], Transform(mask, extents));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Each_axis_has_its_spacing(string shape)
    {
        foreach (double share in new[] { 0.02, 0.3, 0.8 })
        {
            (int[] extents, byte[] mask) = Mask(shape, share);
            double[] spacing = [.. extents.Select((_, axis) => new[] { 1.75, 0.5, 3, 1.25 }[axis])];
            double[] expected = BruteForceDistance.Squared(extents, spacing, (_, other) => mask[other] == 0);
            Assert.Equal([.. expected.Select(value => (float)Math.Sqrt(value))], Transform(mask, extents, spacing));
        }
    }

    [Theory]
    [InlineData(0.3, 0.3)]
    [InlineData(0.7, 1.9)]
    [InlineData(1e-6, 1e6)]
    public void Spacings_that_are_no_binary_fractions_cost_no_more_than_a_rounding(double first, double second)
    {
        (int[] extents, byte[] mask) = Mask("17,33", 0.1);
        double[] expected = BruteForceDistance.Squared(extents, [first, second], (_, other) => mask[other] == 0);
        float[] actual = Transform(mask, extents, [first, second]);
        for (int i = 0; i < actual.Length; i++) Assert.Equal(Math.Sqrt(expected[i]), actual[i], Math.Sqrt(expected[i]) * 1e-7);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1.5, 0.25)]
    public void Long_lines_are_right_too(double first, double second)
    {
        // Few zeros, so that an envelope spans the line: its bounds then take three levels, or four.
        int[] extents = [3, 9001];
        var random = new Random(3);
        var mask = new byte[extents[0] * extents[1]];
        Array.Fill(mask, (byte)1);
        int[] zeros = [.. Enumerable.Range(0, 9).Select(_ => random.Next(mask.Length))];
        foreach (int zero in zeros) mask[zero] = 0;
        var expected = new float[mask.Length];
        for (int i = 0; i < mask.Length; i++)
        {
            double least = zeros.Min(zero =>
            {
                double y = (i / 9001 - zero / 9001) * first, x = (i % 9001 - zero % 9001) * second;
                return y * y + x * x;
            });
            expected[i] = (float)least;
        }

        Assert.Equal(expected, Transform(mask, extents, [first, second], squared: true));
    }

    [Fact]
    public void Curved_heights_over_long_lines_are_right()
    {
        // A disc of zeros under a wide image gives every column another height.
        int[] extents = [40, 1700];
        var mask = new byte[extents[0] * extents[1]];
        var sites = new List<(int Y, int X)>();
        for (int x = 0; x < extents[1]; x++)
        {
            int y = (int)Math.Round(20 + 18 * Math.Sin(x * 0.013) * Math.Cos(x * 0.0031));
            sites.Add((y, x));
        }

        Array.Fill(mask, (byte)1);
        foreach ((int y, int x) in sites) mask[y * extents[1] + x] = 0;
        var expected = new float[mask.Length];
        for (int i = 0; i < mask.Length; i++)
        {
            int y = i / extents[1], x = i % extents[1];
            expected[i] = sites.Where(site => Math.Abs(site.X - x) < 41).Min(site => (site.Y - y) * (site.Y - y) + (site.X - x) * (site.X - x));
        }

        Assert.Equal(expected, Transform(mask, extents, squared: true));
    }

    [Fact]
    public void Squares_above_two_to_the_24th_are_rounded_to_the_nearest_float()
    {
        byte[] mask = new byte[5001];
        Array.Fill(mask, (byte)1);
        mask[0] = 0;
        float[] squared = Transform(mask, [5001], squared: true), distances = Transform(mask, [5001]);
        for (int i = 0; i < mask.Length; i++)
        {
            Assert.Equal((float)((long)i * i), squared[i]);
            Assert.Equal(i, distances[i]);
        }
    }

    [Fact]
    public void Diagonals_beyond_32767_steps_are_computed_in_double()
    {
        byte[] mask = new byte[2 * 40000];
        Array.Fill(mask, (byte)1);
        mask[40000] = 0;
        float[] distances = Transform(mask, [2, 40000]);
        Assert.Equal(1, distances[0]);
        Assert.Equal((float)Math.Sqrt(1 + 39999.0 * 39999), distances[39999]);
        Assert.Equal(39999, distances[79999]);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Without_a_zero_every_distance_is_infinite(string shape)
    {
        int[] extents = Extents(shape);
        byte[] mask = [.. Enumerable.Repeat((byte)255, Count(extents))];
        Assert.All(Transform(mask, extents), distance => Assert.Equal(float.PositiveInfinity, distance));
        double[] spacing = [.. extents.Select((_, axis) => 1.0 + axis)];
        Assert.All(Transform(mask, extents, spacing, squared: true), distance => Assert.Equal(float.PositiveInfinity, distance));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Zeros_have_the_distance_zero(string shape)
    {
        int[] extents = Extents(shape);
        Assert.All(Transform(new byte[Count(extents)], extents), distance => Assert.Equal(0, distance));
    }

    [Theory]
    [InlineData("300,400")]
    [InlineData("40,30,50")]
    [InlineData("5000")]
    public void The_bits_are_the_same_for_any_number_of_threads(string shape)
    {
        (int[] extents, byte[] mask) = Mask(shape, 0.001);
        double[] spacing = [.. extents.Select((_, axis) => 0.7 + axis)];
        float[] plain = Transform(mask, extents), spaced = Transform(mask, extents, spacing);
        foreach (int threads in new[] { 2, 3, 8 })
        {
            Assert.Equal(plain, Transform(mask, extents, threads: threads));
            Assert.Equal(spaced, Transform(mask, extents, spacing, threads: threads));
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Distances_to_another_label_are_those_of_all_pairs(string shape)
    {
        int[] extents = Extents(shape);
        foreach (int side in new[] { 1, 3, 50 })
        {
            var random = new Random(side);
            int[] labels = new int[Count(extents)];
            for (int i = 0; i < labels.Length; i++) labels[i] = i > 0 && random.Next(side) > 0 ? labels[i - 1] : random.Next(-1, 3);
            double[] spacing = [.. extents.Select((_, axis) => new[] { 1.75, 0.5, 3, 1.25 }[axis])];
            foreach (double[] steps in new[] { Ones(extents), spacing })
            {
                double[] expected = BruteForceDistance.Squared(extents, steps, (element, other) => labels[element] != labels[other]);
                var actual = new float[labels.Length];
                DistanceTransform.ToOtherLabel(new(labels, Lengths(extents)), new(actual, Lengths(extents)), steps, threads: 2);
                Assert.Equal([.. expected.Select(value => (float)Math.Sqrt(value))], actual);
            }
        }
    }

    [Fact]
    public void Strided_tensors_are_read_and_written_in_their_order()
    {
        (int[] extents, byte[] mask) = Mask("6,10", 0.2);
        float[] expected = Transform(mask, extents);
        byte[] transposed = new byte[60];
        for (int y = 0; y < 6; y++)
            for (int x = 0; x < 10; x++) transposed[x * 6 + y] = mask[y * 10 + x];
        var memory = new float[60];
        DistanceTransform.Euclidean(new ReadOnlyTensorSpan<byte>(transposed, [6, 10], [1, 6]), new TensorSpan<float>(memory, [6, 10], [1, 6]));
        for (int y = 0; y < 6; y++)
            for (int x = 0; x < 10; x++) Assert.Equal(expected[y * 10 + x], memory[x * 6 + y]);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Contains("[2, 3]", Message([2, 3], [3, 2], []));
        Assert.Contains("three spatial extents", Message([2, 2, 2, 2], [2, 2, 2, 2], []));
        Assert.Contains("1 spacings for 2", Message([2, 3], [2, 3], [1]));
        Assert.Contains("-1", Message([2, 3], [2, 3], [1, -1]));
        Assert.Contains("NaN", Message([2, 3], [2, 3], [1, double.NaN]));

        static string Message(nint[] mask, nint[] distances, double[] spacing) => Assert.Throws<ArgumentException>(
            () => DistanceTransform.Euclidean(new(new byte[16], mask), new(new float[16], distances), spacing)).Message;
    }

    static float[] Transform(byte[] mask, int[] extents, double[]? spacing = null, bool squared = false, int threads = 1)
    {
        var distances = new float[mask.Length];
        ReadOnlyTensorSpan<byte> source = new(mask, Lengths(extents));
        TensorSpan<float> destination = new(distances, Lengths(extents));
        if (squared) DistanceTransform.SquaredEuclidean(source, destination, spacing, threads);
        else DistanceTransform.Euclidean(source, destination, spacing, threads);
        return distances;
    }

    static (int[] Extents, byte[] Mask) Mask(string shape, double zeros)
    {
        int[] extents = Extents(shape);
        var random = new Random(shape.Length + (int)(1000 * zeros));
        return (extents, [.. Enumerable.Range(0, Count(extents)).Select(_ => (byte)(random.NextDouble() < zeros ? 0 : random.Next(1, 256)))]);
    }

    static int[] Extents(string shape) => [.. shape.Split(',').Select(int.Parse)];

    static int Count(int[] extents) => extents.Aggregate(1, (product, extent) => product * extent);

    static nint[] Lengths(int[] extents) => [.. extents];

    static double[] Ones(int[] extents) => [.. extents.Select(_ => 1.0)];
}
