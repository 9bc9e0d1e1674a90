using System.Runtime.InteropServices;
using SegLab.Boxes;

namespace SegLab.Native;

/// <summary>The function of matrices of similarities. See the header for what it takes.</summary>
static unsafe class BoxOverlapFunctions
{
    // Each keeps its memory from call to call, as a handle would.
    static readonly BoxOverlap[] bySimilarity = [.. Enum.GetValues<BoxSimilarity>().Select(similarity => new BoxOverlap { Similarity = similarity })];

    [UnmanagedCallersOnly(EntryPoint = "seglab_box_overlap")]
    public static Status Evaluate(NativeTensor* rows, NativeTensor* columns, BoxFormat format, BoxSimilarity similarity, int threads, NativeTensor* matrix)
    {
        try
        {
            if (!Enum.IsDefined(similarity)) throw new BorderException(Status.BadArgument, $"There is no similarity {(int)similarity}.");
            BoxOverlap overlap = bySimilarity[(int)similarity];
            threads = Threads.Of(threads);
            if (BoxTensors.AreDoubles(rows, nameof(rows)))
            {
                using var pairs = new PairedBoxes<double>(rows, columns, matrix);
                overlap.Evaluate(pairs.Rows, pairs.Columns, pairs.Matrix, format, threads);
                pairs.Complete();
            }
            else
            {
                using var pairs = new PairedBoxes<float>(rows, columns, matrix);
                overlap.Evaluate(pairs.Rows, pairs.Columns, pairs.Matrix, format, threads);
                pairs.Complete();
            }

            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }
}
