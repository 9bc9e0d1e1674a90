using System.Numerics.Tensors;
using SegLab.Metrics;

namespace SegLab.Tests.Metrics;

/// <summary>Distances by looking at every pair of surface elements in double, cases by hand, and what holds for all.</summary>
[Trait("Category", "Numeric")]
public sealed class SurfaceComparerTests
{
    public static TheoryData<int[], double[]> Shapes() => new()
    {
        { [40], [0.5] },
        { [13, 1], [1, 1] },
        { [20, 70], [1, 1] },
        { [20, 140], [2.5, 0.8] },
        { [9, 10, 11], [1, 1, 1] },
        { [7, 12, 9], [3, 0.7, 1.1] },
        { [1, 12, 9], [3, 1, 1] },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Distances_of_surface_voxels_are_those_of_all_pairs(int[] extents, double[] spacing)
    {
        for (int seed = 0; seed < 5; seed++)
        {
            byte[] prediction = Blobs(extents, seed), truth = Blobs(extents, seed + 50);
            double[][] there = Surface(prediction, extents, spacing), back = Surface(truth, extents, spacing);
            SurfaceDistances actual = Compare(new() { Spacing = new(spacing), Threads = 2 }, prediction, truth, extents);
            AssertClose(Nearest(there, back), actual.PredictionToTruth.Distances);
            AssertClose(Nearest(back, there), actual.TruthToPrediction.Distances);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Distances_are_the_same_for_any_number_of_threads_and_any_type_of_labels(int[] extents, double[] spacing)
    {
        byte[] prediction = Blobs(extents, 1), truth = Blobs(extents, 2);
        nint[] lengths = [.. extents];
        foreach (SurfaceElement element in Enum.GetValues<SurfaceElement>())
        {
            SurfaceDistances one = Compare(new() { Spacing = new(spacing), Element = element, Threads = 1 }, prediction, truth, extents);
            var comparer = new SurfaceComparer { Spacing = new(spacing), Element = element, Threads = 3 };
            int[] p = [.. prediction.Select(label => label * 300)], t = [.. truth.Select(label => label * 300)];
            for (int repeat = 0; repeat < 2; repeat++)
            {
                SurfaceDistances other = comparer.Compare(new ReadOnlyTensorSpan<int>(p, lengths), new ReadOnlyTensorSpan<int>(t, lengths), 300);
                Assert.Equal(one.PredictionToTruth.Distances.ToArray(), other.PredictionToTruth.Distances.ToArray());
                Assert.Equal(one.TruthToPrediction.Distances.ToArray(), other.TruthToPrediction.Distances.ToArray());
            }
        }
    }

    [Fact]
    public void The_area_of_a_box_is_that_of_its_faces_with_cut_edges_and_corners()
    {
        const double Z = 5, Y = 2, X = 3;
        byte[] box = [.. Enumerable.Range(0, 6 * 8 * 9).Select(i => i / 72 is >= 2 and < 4 && i / 9 % 8 is >= 1 and < 6 && i % 9 is >= 0 and < 7 ? (byte)1 : (byte)0)];
        SurfaceDistances surfaces = Compare(new() { Spacing = [Z, Y, X], Element = SurfaceElement.Area }, box, box, [6, 8, 9]);

        // 2 x 5 x 7 voxels: flat around the 1 x 4 x 6 corners within, cut at half a voxel elsewhere.
        double faces = 2 * (1 * 4 * Z * Y + 1 * 6 * Z * X + 4 * 6 * Y * X);
        double edges = 4 * (1 * Z * double.Hypot(Y / 2, X / 2) + 4 * Y * double.Hypot(Z / 2, X / 2) + 6 * X * double.Hypot(Z / 2, Y / 2));
        double corners = 8 * Math.Sqrt(Math.Pow(Z * Y / 4, 2) + Math.Pow(Z * X / 4, 2) + Math.Pow(Y * X / 4, 2)) / 2;
        Assert.Equal(faces + edges + corners, surfaces.PredictionToTruth.Measure, 1e-10);
        Assert.Equal(1, surfaces.SurfaceDice(0));
    }

    [Theory]
    [InlineData(EmptyDistance.Undefined, double.NaN, double.NaN)]
    [InlineData(EmptyDistance.Zero, 0, 1)]
    [InlineData(EmptyDistance.Infinite, double.PositiveInfinity, double.NaN)]
    [InlineData(EmptyDistance.Diagonal, 10, double.NaN)]
    public void Two_empty_surfaces_are_as_far_apart_as_the_options_say(EmptyDistance option, double distance, double dice)
    {
        SurfaceDistances surfaces = Compare(new() { Spacing = [2, 4], BothEmpty = option }, new byte[6], new byte[6], [3, 2]);
        Assert.All([surfaces.Hausdorff, surfaces.PercentileHausdorff(95), surfaces.PooledPercentileHausdorff(95), surfaces.AverageSymmetricDistance,
            surfaces.MeanAverageDistance], actual => Assert.Equal(distance, actual));
        Assert.Equal(dice, surfaces.SurfaceDice(1));
        Assert.Equal(dice, surfaces.BoundaryF1(1));
    }

    [Theory]
    [InlineData(EmptyDistance.Undefined, double.NaN, double.NaN)]
    [InlineData(EmptyDistance.Infinite, double.PositiveInfinity, 0)]
    [InlineData(EmptyDistance.Diagonal, 10, 0)]
    public void A_missed_structure_is_as_far_away_as_the_options_say(EmptyDistance option, double distance, double dice)
    {
        SurfaceDistances surfaces = Compare(new() { Spacing = [2, 4], OneEmpty = option }, new byte[6], [0, 1, 1, 0, 0, 0], [3, 2]);
        Assert.All([surfaces.Hausdorff, surfaces.PercentileHausdorff(95), surfaces.PooledPercentileHausdorff(95), surfaces.AverageSymmetricDistance,
            surfaces.MeanAverageDistance], actual => Assert.Equal(distance, actual));
        Assert.Equal(dice, surfaces.SurfaceDice(1));
        Assert.Equal(dice, surfaces.BoundaryF1(1));
    }

    [Fact]
    public void Ignored_voxels_are_outside_in_both_maps()
    {
        byte[] truth = [0, 1, 1, 255, 255, 0], prediction = [0, 1, 1, 1, 1, 0];
        Assert.Equal(0, Compare(new() { IgnoreLabel = 255 }, prediction, truth, [6]).Hausdorff);
        Assert.Equal(2, Compare(new(), prediction, truth, [6]).Hausdorff);
    }

    [Fact]
    public void Maps_that_do_not_fit_are_refused()
    {
        Assert.Contains("[2, 1]", Assert.Throws<ArgumentException>(() =>
            new SurfaceComparer().Compare<byte>(new ReadOnlyTensorSpan<byte>([1, 0], [1, 2]), new ReadOnlyTensorSpan<byte>([1, 0], [2, 1]), 1)).Message);
        Assert.Throws<ArgumentException>(() => Compare(new() { Spacing = [1] }, [1], [1], [1, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Compare(new(), [1], [1], [1]).PercentileHausdorff(101));
    }

    static SurfaceDistances Compare(SurfaceComparer comparer, byte[] prediction, byte[] truth, int[] extents)
    {
        nint[] lengths = [.. extents];
        return comparer.Compare(new ReadOnlyTensorSpan<byte>(prediction, lengths), new ReadOnlyTensorSpan<byte>(truth, lengths), (byte)1);
    }

    static void AssertClose(double[] expected, ReadOnlySpan<double> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-12);
    }

    static double[] Nearest(double[][] from, double[][] to) =>
        [.. from.Select(a => to.Length == 0 ? double.PositiveInfinity : to.Min(b => Math.Sqrt(a.Zip(b, (u, v) => (u - v) * (u - v)).Sum()))).Order()];

    /// <summary>The places of the object's voxels that have a neighbour outside of it, or of the image, along an axis.</summary>
    static double[][] Surface(byte[] mask, int[] extents, double[] spacing)
    {
        var surface = new List<double[]>();
        for (int i = 0; i < mask.Length; i++)
        {
            if (mask[i] == 0) continue;
            int[] place = new int[extents.Length];
            bool inside = true;
            for (int axis = extents.Length - 1, rest = i, stride = 1; axis >= 0; rest /= extents[axis], stride *= extents[axis], axis--)
            {
                place[axis] = rest % extents[axis];
                inside &= place[axis] > 0 && place[axis] < extents[axis] - 1 && mask[i - stride] != 0 && mask[i + stride] != 0;
            }

            if (!inside) surface.Add([.. place.Zip(spacing, (step, length) => step * length)]);
        }

        return [.. surface];
    }

    /// <summary>A few boxes, so that there is inside, outside and border; the first seeds leave the map empty now and then.</summary>
    static byte[] Blobs(int[] extents, int seed)
    {
        var random = new Random(seed);
        var mask = new byte[extents.Aggregate(1, (product, extent) => product * extent)];
        for (int box = random.Next(4); box > 0; box--)
        {
            (int Low, int High)[] sides = [.. extents.Select(extent => random.Next(extent)).Zip(extents, (low, extent) => (low, low + random.Next(1, extent + 1)))];
            for (int i = 0; i < mask.Length; i++)
            {
                bool within = true;
                for (int axis = extents.Length - 1, rest = i; axis >= 0; rest /= extents[axis], axis--)
                    within &= rest % extents[axis] >= sides[axis].Low && rest % extents[axis] < sides[axis].High;
                if (within) mask[i] = 1;
            }
        }

        return mask;
    }
}
