using System.Numerics;
using System.Runtime.InteropServices;
using SegLab.Metrics;

namespace SegLab.Native;

/// <summary>The functions of surface distances. See the header for what they take. A collection serves one thread at a time, so each call locks it.</summary>
static unsafe class SurfaceDistanceFunctions
{
    const string Kind = "collection of surface distances";

    [UnmanagedCallersOnly(EntryPoint = "seglab_surface_distances_create")]
    public static Status Create(
        int* labels, nuint count, double* spacing, nuint axes, SurfaceElement element, double tolerance, int* ignoreLabel, int threads,
        nint* surfaces)
    {
        try
        {
            Pointers.Check(surfaces, sizeof(nint), nameof(surfaces));
            *surfaces = Handles.Add(new SurfaceCollection(
                Pointers.Numbers(labels, count, nameof(labels)), Pointers.Numbers(spacing, axes, nameof(spacing)), element, tolerance,
                Pointers.Optional(ignoreLabel, "ignore_label"), Threads.Of(threads)));
            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "seglab_surface_distances_add")]
    public static Status Add(nint surfaces, NativeTensor* prediction, NativeTensor* truth)
    {
        try
        {
            SurfaceCollection target = Handles.Get<SurfaceCollection>(surfaces, Kind);
            lock (target) MapsOfOneType<Comparison>.Visit(prediction, truth, new(target));
            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "seglab_surface_distances_merge")]
    public static Status Merge(nint surfaces, nint other)
    {
        try
        {
            SurfaceCollection target = Handles.Get<SurfaceCollection>(surfaces, Kind), source = Handles.Get<SurfaceCollection>(other, Kind);
            SurfaceCollection copy;
            lock (source) copy = source.Copy();
            lock (target) target.Merge(copy);
            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "seglab_surface_distances_scores")]
    public static Status Scores(nint surfaces, byte* name, double* values, nuint capacity, nuint* images)
    {
        try
        {
            Pointers.Check(images, sizeof(nuint), nameof(images));
            SurfaceCollection source = Handles.Get<SurfaceCollection>(surfaces, Kind);
            Func<SurfaceScores, double> score = ScoreNames.OfSurfaces.Find(Pointers.Text(name, nameof(name)));
            lock (source)
            {
                *images = (nuint)source.Images;
                if (values != null || capacity > 0) source.Write(score, Pointers.Room(values, capacity, source.Images * source.Labels, nameof(values)));
            }

            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "seglab_surface_distances_means")]
    public static Status Means(nint surfaces, byte* name, double* values, nuint capacity)
    {
        try
        {
            SurfaceCollection source = Handles.Get<SurfaceCollection>(surfaces, Kind);
            Func<SurfaceScores, double> score = ScoreNames.OfSurfaces.Find(Pointers.Text(name, nameof(name)));
            Span<double> room = Pointers.Room(values, capacity, source.Labels, nameof(values));
            lock (source) source.WriteMeans(score, room);
            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "seglab_surface_distances_destroy")]
    public static Status Destroy(nint surfaces)
    {
        try
        {
            Handles.Remove<SurfaceCollection>(surfaces, Kind);
            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }

    readonly struct Comparison(SurfaceCollection surfaces) : ITwoMaps
    {
        public void Visit<T>(ReadOnlySpan<T> prediction, ReadOnlySpan<T> truth, ReadOnlySpan<nint> shape)
            where T : unmanaged, IBinaryInteger<T> => surfaces.Add(prediction, truth, shape);
    }
}
