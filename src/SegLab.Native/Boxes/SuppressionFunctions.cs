using System.Runtime.InteropServices;
using SegLab.Boxes;

namespace SegLab.Native;

/// <summary>The functions of non-maximum suppression. See the header for what they take.</summary>
static unsafe class SuppressionFunctions
{
    const string Kind = "suppression";

    [UnmanagedCallersOnly(EntryPoint = "seglab_suppression_create")]
    public static Status Create(
        SuppressionMethod method, BoxSimilarity similarity, double threshold, double sigma, double minimumScore, nint* suppression)
    {
        try
        {
            Pointers.Check(suppression, sizeof(nint), nameof(suppression));
            if (!Enum.IsDefined(method)) throw new BorderException(Status.BadArgument, $"There is no method {(int)method} of suppression.");
            if (!Enum.IsDefined(similarity)) throw new BorderException(Status.BadArgument, $"There is no similarity {(int)similarity}.");
            *suppression = Handles.Add(new NonMaximumSuppression
            {
                Method = method,
                Similarity = similarity,
                Threshold = threshold,
                Sigma = sigma,
                MinimumScore = minimumScore,
            });
            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "seglab_suppression_select")]
    public static Status Select(
        nint suppression, NativeTensor* boxes, NativeTensor* scores, NativeTensor* classes, BoxFormat format,
        int* kept, float* keptScores, nuint capacity, nuint* count)
    {
        try
        {
            Pointers.Check(count, sizeof(nuint), nameof(count));
            NonMaximumSuppression source = Handles.Get<NonMaximumSuppression>(suppression, Kind);
            var b = BoxTensors.Read<float>(boxes, "numbers of the boxes");
            var s = BoxTensors.ReadEach<float>(scores, boxes, "scores");
            var c = classes == null ? default : BoxTensors.ReadEach<int>(classes, boxes, "classes");
            int most = checked((int)boxes->Extents[0]);
            Span<int> indices = Pointers.Room(kept, capacity, most, nameof(kept));
            Span<float> final = keptScores == null ? default : Pointers.Room(keptScores, capacity, most, "kept_scores");
            using DenseElements<float> denseBoxes = new(b), denseScores = new(s);
            using DenseElements<int> denseClasses = new(c);
            *count = (nuint)source.SelectInto(indices, final, denseBoxes.Span, denseScores.Span, denseClasses.Span, format);
            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "seglab_suppression_destroy")]
    public static Status Destroy(nint suppression)
    {
        try
        {
            Handles.Remove<NonMaximumSuppression>(suppression, Kind);
            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }
}
