using static SegLab.Native.Tests.Functions;

namespace SegLab.Native.Tests;

/// <summary>Instances and segments whose overlaps can be counted.</summary>
public sealed unsafe class InstanceFunctionTests
{
    [Fact]
    public void Instances_are_matched_image_by_image_at_each_threshold()
    {
        // Image 0: instance 1 has an IoU of 3/4 with 5, and 2 of 1 with 6. Image 1: one instance is missed. A step of 2 leaves gaps.
        using var prediction = new NativeArray<short>([1, 1, 1, 0, 2, 0, 0, 0, 0, 0], [2, 5]);
        using var truth = new NativeArray<short>([5, 9, 5, 9, 5, 9, 5, 9, 6, 9, 7, 9, 7, 9, 0, 9, 0, 9, 0, 9], [2, 5], [10, 2]);
        nint matching = Matching(0.5, 0.8), other = Matching(0.5, 0.8), single = Matching(0.5);
        Succeeds(MatchingAdd(matching, prediction, truth, null));
        Assert.Equal([2, 0, 1, 1, 1, 2], Counts(matching));
        Assert.Equal([0.8, 0.4], Scores(matching, "f1"), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([0.875, 1], Scores(matching, "mean_iou"), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([2 / 3.0, 1 / 4.0], Scores(matching, "threat_score"), (a, b) => Math.Abs(a - b) < 1e-12);

        // Image 0 has 1 and 1/3, image 1 has 0 and 0.
        Assert.Equal((1 + 1 / 3.0) / 4, Mean(matching, "threat_score"), 1e-12);

        Succeeds(MatchingMerge(other, matching));
        Succeeds(MatchingMerge(other, matching));
        Assert.Equal([4, 0, 2, 2, 2, 4], Counts(other));
        Fails(Status.BadArgument, "has the thresholds", MatchingMerge(matching, single));
        int ignore = 7;
        Succeeds(MatchingAdd(single, prediction, truth, &ignore));
        Assert.Equal(1, Mean(single, "f2"));
        foreach (nint made in new[] { matching, other, single }) Succeeds(MatchingDestroy(made));
    }

    [Fact]
    public void Segments_have_the_three_qualities_by_category()
    {
        // Thing 1: an IoU of 2/3. Thing 2: one instance missed, one made up. Stuff 3: an IoU of 1.
        using var categories = new NativeArray<int>([1, 1, 2, 3, 3, 0], [1, 6]);
        using var instances = new NativeArray<int>([4, 4, 1, 1, 2, 0], [1, 6]);
        using var trueCategories = new NativeArray<int>([1, 1, 1, 3, 3, 2], [1, 6]);
        using var trueInstances = new NativeArray<int>([7, 7, 7, 0, 0, 1], [1, 6]);
        nint quality = Panoptic([1, 2], [3]), other = Panoptic([1, 2], [3]), turned = Panoptic([1], [3, 2]);
        Succeeds(PanopticAdd(quality, categories, instances, trueCategories, trueInstances));
        Succeeds(PanopticMerge(other, quality));
        Assert.Equal([2 / 3.0, 0, 1], Qualities(other, "pq"), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([2 / 3.0, 0, 1], Qualities(other, "sq"), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([1.0, 0, 1], Qualities(other, "rq"));
        double mean;
        fixed (byte* name = Utf8("rq")) Succeeds(PanopticMean(other, name, &mean));
        Assert.Equal(2 / 3.0, mean, 1e-12);
        Fails(Status.BadArgument, "not the same things", PanopticMerge(turned, quality));
        foreach (nint made in new[] { quality, other, turned }) Succeeds(PanopticDestroy(made));
    }

    [Fact]
    public void What_cannot_be_matched_is_refused_and_counts_nothing()
    {
        using var maps = new NativeArray<long>([0, 1, 0, long.MaxValue], [2, 2]);
        using var good = new NativeArray<int>([1, 1, 1, 9], [2, 2]);
        using var flat = new NativeArray<int>(new int[4], [4]);
        using var narrow = new NativeArray<int>(new int[2], [2, 1]);
        nint matching = Matching(), quality = Panoptic([1], []), made;
        double wrong = 1.5, value;
        long count;
        int category = 1;
        Fails(Status.BadArgument, "does not fit an int", MatchingAdd(matching, maps, maps, null));
        Fails(Status.BadArgument, "int32, where int64", MatchingAdd(matching, maps, good, null));
        Fails(Status.BadArgument, "[N, spatial...]", MatchingAdd(matching, flat, flat, null));
        Assert.True(double.IsNaN(Mean(matching, "f1")));
        Fails(Status.BadArgument, "threshold is 0 to 1", MatchingCreate(&wrong, 1, &made));
        Fails(Status.BadArgument, "room for 1", MatchingCounts(matching, &count, 1));
        fixed (byte* name = Utf8("dice"))
        {
            Fails(Status.BadText, "there are precision", MatchingMeanOverImages(matching, name, &value));
            Fails(Status.BadText, "there are pq", PanopticMean(quality, name, &value));
        }

        Fails(Status.BadArgument, "category 9", PanopticAdd(quality, good, good, good, good));
        Assert.Equal([double.NaN], Qualities(quality, "pq")[..1]);
        Fails(Status.BadArgument, "[N, spatial...]", PanopticAdd(quality, flat, flat, flat, flat));
        Fails(Status.BadArgument, "type int64", PanopticAdd(quality, maps, good, good, good));
        Fails(Status.BadArgument, "the true instances [2, 1]", PanopticAdd(quality, good, good, good, narrow));
        Fails(Status.BadArgument, "given twice", PanopticCreate(&category, 1, &category, 1, 0, &made));
        Fails(Status.BadPointer, "stuff is null", PanopticCreate(&category, 1, null, 1, 0, &made));
        Succeeds(MatchingDestroy(matching));
        Succeeds(PanopticDestroy(quality));
    }

    static long[] Counts(nint matching)
    {
        var counts = new long[6];
        fixed (long* room = counts) Succeeds(MatchingCounts(matching, room, 6));
        return counts;
    }

    static double[] Scores(nint matching, string name)
    {
        var values = new double[2];
        fixed (byte* text = Utf8(name))
        fixed (double* room = values)
            Succeeds(MatchingScores(matching, text, room, 2));
        return values;
    }

    static double Mean(nint matching, string name)
    {
        double value;
        fixed (byte* text = Utf8(name)) Succeeds(MatchingMeanOverImages(matching, text, &value));
        return value;
    }

    static double[] Qualities(nint quality, string name)
    {
        var values = new double[3];
        fixed (byte* text = Utf8(name))
        fixed (double* room = values)
            Succeeds(PanopticScores(quality, text, room, 3));
        return values;
    }
}
