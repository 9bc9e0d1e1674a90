namespace SegLab.Numerics;

/// <summary>
/// A loop over independent work items on the calling thread and the thread pool. Derive a class that holds the arguments, keep the
/// instance, and call <see cref="Run"/> as often as wanted: after the first call nothing is allocated.
/// </summary>
/// <remarks>
/// Items are handed out in order, but which thread gets which is open: an item must write only what belongs to it, and what is summed
/// over items must be summed afterwards in item order. Then the result is the same, bit for bit, for any number of threads.
/// </remarks>
abstract class ParallelLoop : IThreadPoolWorkItem
{
    readonly ManualResetEventSlim idle = new(initialState: true);
    int count;
    int next;
    int limit;
    int helpers;
    int running;
    Exception? failure;

    /// <summary>How many threads a loop uses when the caller does not say: the machine's processors.</summary>
    public static int DefaultThreads => Environment.ProcessorCount;

    /// <summary>Does the work of one item.</summary>
    /// <param name="item">0 to count - 1; each comes once.</param>
    /// <param name="worker">0 to threads - 1; no two items run at the same time with the same number, so it can index scratch memory.</param>
    protected abstract void Invoke(int item, int worker);

    /// <summary>Runs all items and returns when the last has ended. Not reentrant.</summary>
    /// <exception cref="Exception">The first exception an item threw.</exception>
    protected void Run(int items, int threads)
    {
        threads = Math.Clamp(threads, 1, Math.Max(items, 1));
        if (threads == 1)
        {
            for (int item = 0; item < items; item++) Invoke(item, 0);
            return;
        }

        failure = null;
        next = 0;
        helpers = 0;
        limit = threads;
        count = items;
        idle.Reset();

        // From here on helpers may join, also one that was called for an earlier loop and comes only now: it must find all of the above.
        Volatile.Write(ref running, 1);
        for (int i = 1; i < threads; i++) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

        Drain(worker: 0);
        Volatile.Write(ref count, 0);
        if (Interlocked.Decrement(ref running) > 0)
        {
            // The helpers are in their last items: these end soon, so spin before sleeping.
            SpinWait spin = default;
            while (Volatile.Read(ref running) > 0 && !spin.NextSpinWillYield) spin.SpinOnce();
            idle.Wait();
        }

        if (failure is { } thrown) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(thrown);
    }

    void IThreadPoolWorkItem.Execute()
    {
        // A helper that comes when the loop is over, or after its restart, must not touch a loop that has already returned: it may
        // only join while the caller (or another helper) is still counted as running.
        int seen = Volatile.Read(ref running);
        while (seen > 0)
        {
            int was = Interlocked.CompareExchange(ref running, seen + 1, seen);
            if (was == seen) break;
            seen = was;
        }

        if (seen <= 0) return;
        int worker = Interlocked.Increment(ref helpers);
        if (worker < limit) Drain(worker);
        if (Interlocked.Decrement(ref running) == 0) idle.Set();
    }

    void Drain(int worker)
    {
        int items = Volatile.Read(ref count);
        int item;
        while ((item = Interlocked.Increment(ref next) - 1) < items)
        {
            try
            {
                Invoke(item, worker);
            }
            catch (Exception thrown)
            {
                Interlocked.CompareExchange(ref failure, thrown, null);
                Volatile.Write(ref count, 0);
                Interlocked.Exchange(ref next, int.MaxValue / 2);
            }
        }
    }
}
