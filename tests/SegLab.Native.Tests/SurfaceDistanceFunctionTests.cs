using SegLab.Metrics;
using static SegLab.Native.Tests.Functions;

namespace SegLab.Native.Tests;

/// <summary>Lines of pixels, whose surfaces are the ends of their runs: distances can be seen.</summary>
public sealed unsafe class SurfaceDistanceFunctionTests
{
    static readonly string[] names = ["hausdorff", "hd95", "assd", "masd", "surface_dice", "boundary_f1"];

    [Fact]
    public void Scores_of_images_and_labels_are_those_that_can_be_seen()
    {
        // Image 0: the prediction's ends 0 and 3 are 1 and 1 from the truth's ends 1 and 4, and those as far back. Image 1: label 1 is missed, 2 is found.
        using var prediction = new NativeArray<byte>([1, 1, 1, 1, 0, 0, 2, 2, 0, 0, 0, 0], [2, 6]);
        using var truth = new NativeArray<byte>([0, 1, 1, 1, 1, 0, 2, 2, 0, 1, 0, 0], [2, 6]);
        nint surfaces = Surfaces([1, 2], [0.5], tolerance: 0.4);
        Succeeds(SurfacesAdd(surfaces, prediction, truth));
        Assert.Equal([0.5, double.NaN, double.PositiveInfinity, 0], Scores(surfaces, "hausdorff", 2, 2));
        Assert.Equal([0.5, double.NaN, double.PositiveInfinity, 0], Scores(surfaces, "hd95", 2, 2));
        Assert.Equal([0.5, double.NaN, double.PositiveInfinity, 0], Scores(surfaces, "assd", 2, 2));
        Assert.Equal([0.5, double.NaN, double.PositiveInfinity, 0], Scores(surfaces, "masd", 2, 2));
        Assert.Equal([0, double.NaN, 0, 1], Scores(surfaces, "surface_dice", 2, 2));
        Assert.Equal([0, double.NaN, 0, 1], Scores(surfaces, "boundary_f1", 2, 2));
        Assert.Equal([double.PositiveInfinity, 0], Means(surfaces, "assd"));
        Assert.Equal([0, 1], Means(surfaces, "surface_dice"));
        Succeeds(SurfacesDestroy(surfaces));
    }

    [Fact]
    public void Each_score_has_its_name()
    {
        // Predicted ends 0 and 1, true ends 1 and 9: distances 1 and 0 there, 0 and 8 back.
        using var prediction = new NativeArray<long>([1, 1, 0, 0, 0, 0, 0, 0, 0, 0], [1, 10]);
        using var truth = new NativeArray<long>([0, 1, 1, 1, 1, 1, 1, 1, 1, 1], [1, 10]);
        nint surfaces = Surfaces([1], tolerance: 0);
        Succeeds(SurfacesAdd(surfaces, prediction, truth));
        double[] expected = [8, 0.95 * 8, 9 / 4.0, (0.5 + 4) / 2, 2 / 4.0, 0.5];
        for (int i = 0; i < names.Length; i++) Assert.Equal(expected[i], Assert.Single(Scores(surfaces, names[i], 1, 1)), 1e-12);
        Succeeds(SurfacesDestroy(surfaces));
    }

    [Fact]
    public void Collections_merge_and_ignored_pixels_are_outside()
    {
        using var prediction = new NativeArray<int>([1, 1, 1, 0], [1, 4]);
        using var truth = new NativeArray<int>([1, 1, 255, 0], [1, 4]);
        nint ignoring = Surfaces([1], ignoreLabel: 255), other = Surfaces([1], ignoreLabel: 255), plain = Surfaces([1]);
        Succeeds(SurfacesAdd(ignoring, prediction, truth));
        Succeeds(SurfacesAdd(plain, prediction, truth));
        Succeeds(SurfacesMerge(other, ignoring));
        Succeeds(SurfacesMerge(other, other));
        Assert.Equal([0, 0], Scores(other, "hausdorff", 2, 1));
        Assert.Equal([1], Scores(plain, "hausdorff", 1, 1));
        Fails(Status.BadArgument, "not the same labels", SurfacesMerge(plain, ignoring));
        foreach (nint surfaces in new[] { ignoring, other, plain }) Succeeds(SurfacesDestroy(surfaces));
    }

    [Fact]
    public void What_has_no_surfaces_is_refused_and_counts_nothing()
    {
        using var maps = new NativeArray<byte>(new byte[4], [1, 4]);
        using var ints = new NativeArray<int>(new int[4], [1, 4]);
        using var flat = new NativeArray<byte>(new byte[4], [4]);
        using var real = new NativeArray<float>(new float[4], [1, 4]);
        using var four = new NativeArray<byte>(new byte[4], [1, 1, 2, 1, 2]);
        nint surfaces = Surfaces([1, 300]), lines = Surfaces([1], [1, 1]), made;
        int label = 1;
        double step = 0;
        nuint images;
        Fails(Status.BadArgument, "Label 300 cannot be in maps of uint8", SurfacesAdd(surfaces, maps, maps));
        Fails(Status.BadArgument, "type int32, where uint8", SurfacesAdd(lines, maps, ints));
        Fails(Status.BadArgument, "[N, spatial...]", SurfacesAdd(lines, flat, flat));
        Fails(Status.BadArgument, "float32", SurfacesAdd(lines, real, real));
        Fails(Status.BadArgument, "2 spacings for 1", SurfacesAdd(lines, maps, maps));
        Fails(Status.BadArgument, "one to three", SurfacesAdd(lines, four, four));
        Fails(Status.BadArgument, "no label", SurfacesCreate(null, 0, null, 0, SurfaceElement.Voxel, 1, null, 1, &made));
        Fails(Status.BadArgument, "above 0", SurfacesCreate(&label, 1, &step, 1, SurfaceElement.Voxel, 1, null, 1, &made));
        Fails(Status.BadArgument, "tolerance", SurfacesCreate(&label, 1, null, 0, SurfaceElement.Voxel, double.NaN, null, 1, &made));
        Fails(Status.BadArgument, "no element 2", SurfacesCreate(&label, 1, null, 0, (SurfaceElement)2, 1, null, 1, &made));
        Fails(Status.BadArgument, "at most 4096", SurfacesCreate(&label, nuint.MaxValue, null, 0, SurfaceElement.Voxel, 1, null, 1, &made));
        Fails(Status.BadPointer, "labels is null", SurfacesCreate(null, 1, null, 0, SurfaceElement.Voxel, 1, null, 1, &made));
        fixed (byte* name = Utf8("assd"), wrong = Utf8("hd"))
        {
            Succeeds(SurfacesScores(surfaces, name, null, 0, &images));
            Assert.Equal(0u, images);
            Fails(Status.BadText, "there are hausdorff", SurfacesScores(surfaces, wrong, null, 0, &images));
            Fails(Status.BadArgument, "room for 1", SurfacesMeans(surfaces, name, &step, 1));
        }

        Succeeds(SurfacesDestroy(surfaces));
        Succeeds(SurfacesDestroy(lines));
    }

    static double[] Scores(nint surfaces, string name, int images, int labels)
    {
        var values = new double[images * labels];
        nuint found;
        fixed (byte* text = Utf8(name))
        fixed (double* room = values)
            Succeeds(SurfacesScores(surfaces, text, room, (nuint)values.Length, &found));
        Assert.Equal((nuint)images, found);
        return values;
    }

    static double[] Means(nint surfaces, string name)
    {
        var values = new double[2];
        fixed (byte* text = Utf8(name))
        fixed (double* room = values)
            Succeeds(SurfacesMeans(surfaces, text, room, 2));
        return values;
    }
}
