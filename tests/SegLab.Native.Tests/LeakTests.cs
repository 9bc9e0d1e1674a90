using SegLab.Boxes;
using static SegLab.Native.Tests.Functions;

namespace SegLab.Native.Tests;

/// <summary>Runs by itself: the memory that it looks at is that of the whole process.</summary>
[CollectionDefinition(nameof(LeakTests), DisableParallelization = true)]
[Collection(nameof(LeakTests))]
public sealed unsafe class LeakTests
{
    [Fact]
    public void A_hundred_thousand_calls_leave_nothing_behind()
    {
        using var z = new NativeArray<float>(new float[4], [1, 2, 2]);
        using var y = new NativeArray<byte>([0, 1], [1, 2]);
        using var wrong = new NativeArray<byte>([7, 7], [1, 2]);
        nint loss = Loss("ce");
        LeaveNothingBehind(calls: 100_000, callsOfARound: 4, Round);
        Succeeds(LossDestroy(loss));

        void Round()
        {
            double value;
            nint made = Loss("ce + dice");
            Succeeds(LossEvaluate(loss, z, y, null, null, 1, &value, null));
            Assert.Equal(Status.BadArgument, LossEvaluate(loss, z, wrong, null, null, 1, &value, null));
            Succeeds(LossDestroy(made));
        }
    }

    [Fact]
    public void A_hundred_thousand_calls_of_boxes_leave_nothing_behind()
    {
        // Strides that make the library copy, so that the copies' memory is seen too.
        using var p = new NativeArray<float>([0, 1, 0, 0, 2, 3, 2, 2], [2, 4], [1, 2]);
        using var t = new NativeArray<float>([1, 1, 3, 3, 0, 0, 1, 1], [2, 4]);
        using var g = new NativeArray<float>(new float[8], [2, 4], [1, 2]);
        using var scores = new NativeArray<float>([1, 2], [2]);
        using var matrix = new NativeArray<float>(new float[4], [2, 2], [1, 2]);
        nint loss = BoxLoss("wiou"), suppression = Suppression();
        LeaveNothingBehind(calls: 100_000, callsOfARound: 8, Round);
        Succeeds(BoxLossDestroy(loss));
        Succeeds(SuppressionDestroy(suppression));

        void Round()
        {
            double value;
            nint made, other;
            nuint count;
            int* kept = stackalloc int[2];
            Succeeds(BoxLossFollow(loss, 0.5, 0.5, &made));
            Succeeds(BoxLossEvaluate(loss, p, t, BoxFormat.Corners, null, 1, &value, g));
            Assert.Equal(Status.BadArgument, BoxLossEvaluate(loss, p, t, BoxFormat.Corners, t, 1, &value, g));
            Succeeds(Overlap(p, t, BoxFormat.Corners, BoxSimilarity.CompleteIoU, 1, matrix));
            Succeeds(SuppressionSelect(suppression, p, scores, null, BoxFormat.Corners, kept, null, 2, &count));
            Succeeds(BoxLossDestroy(made));
            Succeeds(SuppressionCreate(SuppressionMethod.Gaussian, BoxSimilarity.IoU, 0.5, 0.5, 0, &other));
            Succeeds(SuppressionDestroy(other));
        }
    }

    [Fact]
    public void A_hundred_thousand_calls_of_collections_leave_nothing_behind()
    {
        using var prediction = new NativeArray<int>([0, 0, 1, 1], [1, 2, 2], [4, 1, 2]);
        using var truth = new NativeArray<int>([1, 0, 1, 0], [1, 2, 2]);
        using var wrong = new NativeArray<int>([1, 0, 1, 0], [4]);
        LeaveNothingBehind(calls: 100_000, callsOfARound: 12, Round);

        void Round()
        {
            nint surfaces = Surfaces([1]), matching = Matching(0.5), quality = Panoptic([1], []);
            Succeeds(SurfacesAdd(surfaces, prediction, truth));
            Succeeds(MatchingAdd(matching, prediction, truth, null));
            Succeeds(PanopticAdd(quality, prediction, truth, truth, truth));
            Assert.Equal(Status.BadArgument, SurfacesAdd(surfaces, wrong, truth));
            Assert.Equal(Status.BadArgument, MatchingAdd(matching, wrong, truth, null));
            Assert.Equal(Status.BadArgument, PanopticAdd(quality, wrong, wrong, wrong, wrong));
            Succeeds(SurfacesDestroy(surfaces));
            Succeeds(MatchingDestroy(matching));
            Succeeds(PanopticDestroy(quality));
        }
    }

    static void LeaveNothingBehind(int calls, int callsOfARound, Action round)
    {
        for (int i = 0; i < 1000; i++) round();
        int handles = Handles.Count, rounds = calls / callsOfARound;
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int i = 0; i < rounds; i++) round();
        long grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.True(grown < rounds * 8, $"{grown} bytes are left of {calls} calls.");
        Assert.Equal(handles, Handles.Count);
    }
}
