using System.Runtime.Intrinsics;

namespace SegLab.Distance;

/// <summary>
/// The first axis: the steps from each element to the nearest site along it, by a scan forth and one back over many lines at once.
/// </summary>
static unsafe class StepScan
{
    /// <summary>Steps from here on mean that the line has no site.</summary>
    public const int Infinity = 1 << 30;

    /// <summary>Fills the steps of columns <paramref name="begin"/> to <paramref name="end"/> of [rows, stride].</summary>
    public static void Run<TSites>(TSites sites, int rows, nint stride, nint begin, nint end, int* steps) where TSites : struct, ISites
    {
        if (end - begin < Vector512<int>.Count)
        {
            RunNarrow(sites, rows, stride, begin, end, steps);
            return;
        }

        // The last vector of a row overlaps the one before it: doing an element twice changes nothing.
        nint last = end - Vector512<int>.Count;
        for (nint i = begin; i < end; i += Vector512<int>.Count)
        {
            nint column = Math.Min(i, last);
            sites.Begin(column).Store(steps + column);
        }

        for (int row = 1; row < rows; row++)
        {
            nint offset = row * stride;
            for (nint i = begin; i < end; i += Vector512<int>.Count)
            {
                nint here = offset + Math.Min(i, last), before = here - stride;
                sites.Follow(Vector512.Load(steps + before), here, before).Store(steps + here);
            }
        }

        for (int row = rows - 2; row >= 0; row--)
        {
            nint offset = row * stride;
            for (nint i = begin; i < end; i += Vector512<int>.Count)
            {
                nint here = offset + Math.Min(i, last), after = here + stride;
                Vector512.Min(Vector512.Load(steps + here), sites.Follow(Vector512.Load(steps + after), here, after)).Store(steps + here);
            }
        }
    }

    static void RunNarrow<TSites>(TSites sites, int rows, nint stride, nint begin, nint end, int* steps) where TSites : struct, ISites
    {
        for (nint column = begin; column < end; column++)
        {
            steps[column] = sites.BeginOne(column);
            for (int row = 1; row < rows; row++)
            {
                nint here = row * stride + column, before = here - stride;
                steps[here] = sites.FollowOne(steps[before], here, before);
            }

            for (int row = rows - 2; row >= 0; row--)
            {
                nint here = row * stride + column, after = here + stride;
                steps[here] = Math.Min(steps[here], sites.FollowOne(steps[after], here, after));
            }
        }
    }
}
