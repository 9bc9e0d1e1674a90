namespace SegLab.Native;

/// <summary>The number of threads that a caller asks for.</summary>
static class Threads
{
    /// <summary>The number to use: no more than there are processors.</summary>
    /// <exception cref="BorderException">It is negative.</exception>
    public static int Of(int threads) => threads < 0
        ? throw new BorderException(Status.BadArgument, $"{threads} threads are not possible: 0 stands for as many as there are processors.")
        : Math.Min(threads, Environment.ProcessorCount);
}
