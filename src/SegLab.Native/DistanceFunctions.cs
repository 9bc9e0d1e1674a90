using System.Runtime.InteropServices;
using SegLab.Distance;

namespace SegLab.Native;

/// <summary>The functions of distance transforms. See the header for what they take.</summary>
static unsafe class DistanceFunctions
{
    [UnmanagedCallersOnly(EntryPoint = "seglab_distance_transform")]
    public static Status Euclidean(NativeTensor* mask, double* spacing, int threads, NativeTensor* distances)
    {
        try
        {
            DistanceTransform.Euclidean(
                NativeTensor.Read<byte>(mask, "elements of the mask"), NativeTensor.Write<float>(distances, "distances"),
                Spacing(spacing, mask), Threads.Of(threads));
            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "seglab_squared_distance_transform")]
    public static Status SquaredEuclidean(NativeTensor* mask, double* spacing, int threads, NativeTensor* distances)
    {
        try
        {
            DistanceTransform.SquaredEuclidean(
                NativeTensor.Read<byte>(mask, "elements of the mask"), NativeTensor.Write<float>(distances, "distances"),
                Spacing(spacing, mask), Threads.Of(threads));
            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "seglab_distance_to_other_label")]
    public static Status ToOtherLabel(NativeTensor* labels, double* spacing, int threads, NativeTensor* distances)
    {
        try
        {
            DistanceTransform.ToOtherLabel(
                NativeTensor.Read<int>(labels, "labels"), NativeTensor.Write<float>(distances, "distances"),
                Spacing(spacing, labels), Threads.Of(threads));
            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }

    static ReadOnlySpan<double> Spacing(double* spacing, NativeTensor* source)
    {
        if (spacing == null) return default;
        Pointers.Check(spacing, sizeof(double), nameof(spacing));
        return new(spacing, source->Rank);
    }
}
