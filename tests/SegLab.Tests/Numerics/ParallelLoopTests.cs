using SegLab.Numerics;

namespace SegLab.Tests.Numerics;

public sealed class ParallelLoopTests
{
    [Fact]
    public void Every_item_is_done_once_however_fast_loops_follow_each_other()
    {
        // Threads that were asked to help a loop that ended without them come while a later one begins.
        var loop = new CountingLoop();
        for (int round = 0; round < 1_000_000; round++)
        {
            int items = 2 + round % 5;
            loop.Count(items, threads: 2 + round % 7);
            for (int item = 0; item < items; item++)
                if (loop.Counts[item] != 1) Assert.Fail($"Round {round}: item {item} of {items} was done {loop.Counts[item]} times.");
        }
    }

    sealed class CountingLoop : ParallelLoop
    {
        public int[] Counts { get; } = new int[8];

        public void Count(int items, int threads)
        {
            Array.Clear(Counts);
            Run(items, threads);
        }

        protected override void Invoke(int item, int worker) => Interlocked.Increment(ref Counts[item]);
    }
}
