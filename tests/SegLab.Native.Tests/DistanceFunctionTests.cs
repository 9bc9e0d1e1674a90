using static SegLab.Native.Tests.Functions;

namespace SegLab.Native.Tests;

public sealed unsafe class DistanceFunctionTests
{
    [Fact]
    public void Distances_are_those_to_the_nearest_zero()
    {
        using var mask = new NativeArray<byte>([1, 1, 0, 1, 1, 1], [2, 3]);
        using var distances = new NativeArray<float>(new float[6], [2, 3]);
        Succeeds(EuclideanDistance(mask, null, 1, distances));
        Assert.Equal([2, 1, 0, MathF.Sqrt(5), MathF.Sqrt(2), 1], distances.Values.ToArray());
        double* spacing = stackalloc double[] { 3, 1 };
        Succeeds(SquaredDistance(mask, spacing, 1, distances));
        Assert.Equal([4, 1, 0, 13, 10, 9], distances.Values.ToArray());
    }

    [Fact]
    public void Distances_to_another_label_are_those_across_the_border()
    {
        using var labels = new NativeArray<int>([5, 5, 5, 2], [4]);
        using var distances = new NativeArray<float>(new float[8], [4], [2]);
        Succeeds(DistanceToOtherLabel(labels, null, 1, distances));
        Assert.Equal([3, 0, 2, 0, 1, 0, 1, 0], distances.Values.ToArray());
    }

    [Fact]
    public void What_has_no_distances_is_refused()
    {
        using var mask = new NativeArray<byte>(new byte[6], [2, 3]);
        using var line = new NativeArray<float>(new float[6], [6]);
        using var distances = new NativeArray<float>(new float[6], [2, 3]);
        double* spacing = stackalloc double[] { 1, 0 };
        Fails(Status.BadArgument, "[6]", EuclideanDistance(mask, null, 1, line));
        Fails(Status.BadArgument, "above 0", EuclideanDistance(mask, spacing, 1, distances));
        Fails(Status.BadArgument, "-1 threads", EuclideanDistance(mask, null, -1, distances));
        Fails(Status.BadArgument, "type uint8", DistanceToOtherLabel(mask, null, 1, distances));
        Fails(Status.BadPointer, "mask is null", EuclideanDistance(null, null, 1, distances));
    }
}
