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
        Rounds(1000);
        int handles = Handles.Count;
        long before = GC.GetTotalMemory(forceFullCollection: true);
        Rounds(25_000);
        long grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.True(grown < 25_000 * 8, $"{grown} bytes are left of 100,000 calls.");
        Assert.Equal(handles, Handles.Count);
        Succeeds(LossDestroy(loss));

        void Rounds(int count)
        {
            double value;
            for (int i = 0; i < count; i++)
            {
                nint made = Loss("ce + dice");
                Succeeds(LossEvaluate(loss, z, y, null, null, 1, &value, null));
                Assert.Equal(Status.BadArgument, LossEvaluate(loss, z, wrong, null, null, 1, &value, null));
                Succeeds(LossDestroy(made));
            }
        }
    }
}
