namespace SegLab.Tests;

/// <summary>What a call allocates on its own thread.</summary>
static class AllocatedBytes
{
    const int Attempts = 40;

    /// <summary>
    /// The least that a call allocated once a first one had warmed it up. The runtime allocates on a caller's thread too, when a method is
    /// compiled again while it runs; that happens once, and what a call needs each time it needs each time.
    /// </summary>
    public static long LeastOf(Action call)
    {
        call();
        long least = long.MaxValue;
        for (int attempt = 0; attempt < Attempts && least > 0; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            call();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
