using System.Numerics.Tensors;
using SegLab.Labels;

namespace SegLab.Tests.Labels;

public sealed class ConnectedComponentsTests
{
    [Fact]
    public void Components_are_numbered_in_the_order_in_which_they_are_met()
    {
        int[] labels =
        [
            0, 1, 0, 1, 1,
            0, 1, 0, 0, 1,
            1, 0, 1, 1, 1,
            1, 0, 0, 0, 0,
        ];
        int[] byFaces =
        [
            0, 1, 0, 2, 2,
            0, 1, 0, 0, 2,
            3, 0, 2, 2, 2,
            3, 0, 0, 0, 0,
        ];
        int[] byCorners = [.. byFaces.Select(number => Math.Min(number, 1))];
        AssertSame((3, byFaces), Label(labels, [4, 5], Connectivity.Faces));
        AssertSame((1, byCorners), Label(labels, [4, 5], Connectivity.Full));
    }

    [Fact]
    public void A_region_that_is_joined_late_has_one_number()
    {
        int[] labels =
        [
            1, 0, 1, 0, 1,
            1, 0, 1, 0, 1,
            1, 1, 1, 1, 1,
        ];
        AssertSame((1, labels), Label(labels, [3, 5], Connectivity.Faces));
    }

    [Fact]
    public void Neighbours_of_different_labels_are_different_components()
    {
        AssertSame((3, [1, 1, 2, 0, 3, 3]), Label([4, 4, 7, 0, 4, 4], [6], Connectivity.Full));
    }

    [Fact]
    public void Background_and_an_ignored_label_get_zero()
    {
        AssertSame((2, [1, 0, 0, 2]), Label([5, 255, 0, 5], [2, 2], Connectivity.Faces, ignored: 255));
        AssertSame((0, [0, 0]), Label([0, 0], [2], Connectivity.Faces));
    }

    [Fact]
    public void Corners_connect_across_planes_of_a_volume()
    {
        int[] labels = [1, 0, 0, 0, /* next plane */ 0, 0, 0, 1];
        AssertSame((2, [1, 0, 0, 0, 0, 0, 0, 2]), Label(labels, [2, 2, 2], Connectivity.Faces));
        AssertSame((1, labels), Label(labels, [2, 2, 2], Connectivity.Full));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("40")]
    [InlineData("13,17")]
    [InlineData("1,9")]
    [InlineData("9,1")]
    [InlineData("5,6,7")]
    [InlineData("3,1,20")]
    [InlineData("30,30")]
    public void Components_are_those_of_a_flood_fill(string shape)
    {
        int[] extents = [.. shape.Split(',').Select(int.Parse)];
        int count = extents.Aggregate(1, (product, extent) => product * extent);
        foreach (Connectivity connectivity in Enum.GetValues<Connectivity>())
        {
            for (int seed = 0; seed < 30; seed++)
            {
                var random = new Random(seed);
                double share = 0.2 + 0.75 * random.NextDouble();
                int[] labels = [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() < share ? random.Next(1, 2 + seed % 3) : random.Next(-1, 1))];
                AssertSame(FloodFill(labels, extents, connectivity, ignored: -1), Label(labels, extents, connectivity, ignored: -1));
            }
        }
    }

    [Fact]
    public void Strided_maps_are_read_and_written_in_their_order()
    {
        // [2, 3] stored by columns.
        int[] labels = [1, 0, 1, 0, 0, 1], components = new int[6];
        int count = ConnectedComponents.Label(new ReadOnlyTensorSpan<int>(labels, [2, 3], [1, 2]), new TensorSpan<int>(components, [2, 3], [1, 2]));
        Assert.Equal(2, count);
        Assert.Equal([1, 0, 1, 0, 0, 2], components);
    }

    [Fact]
    public void Bad_shapes_are_named()
    {
        Assert.Contains("[3, 2]", Assert.Throws<ArgumentException>(
            () => ConnectedComponents.Label(new ReadOnlyTensorSpan<int>(new int[6], [2, 3]), new TensorSpan<int>(new int[6], [3, 2]))).Message);
        Assert.Contains("one to three extents", Assert.Throws<ArgumentException>(
            () => ConnectedComponents.Label(new ReadOnlyTensorSpan<int>(new int[1], [1, 1, 1, 1]), new TensorSpan<int>(new int[1], [1, 1, 1, 1]))).Message);
    }

    static void AssertSame((int Count, int[] Components) expected, (int Count, int[] Components) actual)
    {
        Assert.Equal(expected.Components, actual.Components);
        Assert.Equal(expected.Count, actual.Count);
    }

    static (int, int[]) Label(int[] labels, int[] extents, Connectivity connectivity, int? ignored = null)
    {
        nint[] lengths = [.. extents];
        var components = new int[labels.Length];
        Array.Fill(components, 77);
        int count = ConnectedComponents.Label(new(labels, lengths), new(components, lengths), connectivity, ignored);
        return (count, components);
    }

    static (int, int[]) FloodFill(int[] labels, int[] extents, Connectivity connectivity, int ignored)
    {
        var components = new int[labels.Length];
        int count = 0;
        for (int start = 0; start < labels.Length; start++)
        {
            if (labels[start] == 0 || labels[start] == ignored || components[start] != 0) continue;
            count++;
            var open = new Stack<int>([start]);
            while (open.TryPop(out int element))
            {
                if (components[element] != 0) continue;
                components[element] = count;
                for (int other = 0; other < labels.Length; other++)
                    if (labels[other] == labels[element] && components[other] == 0 && AreNeighbours(element, other, extents, connectivity)) open.Push(other);
            }
        }

        return (count, components);
    }

    static bool AreNeighbours(int one, int other, int[] extents, Connectivity connectivity)
    {
        int sum = 0, largest = 0;
        for (int axis = extents.Length - 1; axis >= 0; axis--)
        {
            int distance = Math.Abs(one % extents[axis] - other % extents[axis]);
            (sum, largest) = (sum + distance, Math.Max(largest, distance));
            (one, other) = (one / extents[axis], other / extents[axis]);
        }

        return connectivity == Connectivity.Full ? largest == 1 : sum == 1;
    }
}
