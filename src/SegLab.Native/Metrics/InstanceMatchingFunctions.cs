using System.Numerics;
using System.Runtime.InteropServices;
using SegLab.Metrics;

namespace SegLab.Native;

/// <summary>The functions of instance matching. See the header for what they take. A collection serves one thread at a time, so each call locks it.</summary>
static unsafe class InstanceMatchingFunctions
{
    const string Kind = "instance matching";

    [UnmanagedCallersOnly(EntryPoint = "seglab_instance_matching_create")]
    public static Status Create(double* thresholds, nuint count, nint* matching)
    {
        try
        {
            Pointers.Check(matching, sizeof(nint), nameof(matching));
            double[] given = Pointers.Numbers(thresholds, count, nameof(thresholds)).ToArray();
            *matching = Handles.Add(new InstanceMatching(given.Length == 0 ? null : given));
            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "seglab_instance_matching_add")]
    public static Status Add(nint matching, NativeTensor* prediction, NativeTensor* truth, int* ignoreLabel)
    {
        try
        {
            InstanceMatching target = Handles.Get<InstanceMatching>(matching, Kind);
            int? ignore = Pointers.Optional(ignoreLabel, "ignore_label");
            lock (target) MapsOfOneType<Matching>.Visit(prediction, truth, new(target, ignore));
            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "seglab_instance_matching_merge")]
    public static Status Merge(nint matching, nint other)
    {
        try
        {
            InstanceMatching target = Handles.Get<InstanceMatching>(matching, Kind), source = Handles.Get<InstanceMatching>(other, Kind);
            InstanceMatches[][] images;
            lock (source) images = [.. source.Images.Values];
            lock (target)
            {
                var behind = new InstanceMatching(source.Thresholds);
                for (int i = 0; i < images.Length; i++) behind.Images.Add(target.Images.Count + i, images[i]);
                target.Merge(behind);
            }

            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "seglab_instance_matching_counts")]
    public static Status Counts(nint matching, long* counts, nuint capacity)
    {
        try
        {
            InstanceMatching source = Handles.Get<InstanceMatching>(matching, Kind);
            Span<long> room = Pointers.Room(counts, capacity, 3 * source.Thresholds.Count, nameof(counts));
            InstanceMatches[] total;
            lock (source) total = source.Total();
            for (int k = 0; k < total.Length; k++)
                (room[3 * k], room[3 * k + 1], room[3 * k + 2]) = (total[k].TruePositives, total[k].FalsePositives, total[k].FalseNegatives);
            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "seglab_instance_matching_scores")]
    public static Status Scores(nint matching, byte* name, double* values, nuint capacity)
    {
        try
        {
            InstanceMatching source = Handles.Get<InstanceMatching>(matching, Kind);
            Func<InstanceMatches, double> score = ScoreNames.OfInstances.Find(Pointers.Text(name, nameof(name)));
            Span<double> room = Pointers.Room(values, capacity, source.Thresholds.Count, nameof(values));
            InstanceMatches[] total;
            lock (source) total = source.Total();
            for (int k = 0; k < total.Length; k++) room[k] = score(total[k]);
            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "seglab_instance_matching_mean_over_images")]
    public static Status MeanOverImages(nint matching, byte* name, double* value)
    {
        try
        {
            Pointers.Check(value, sizeof(double), nameof(value));
            InstanceMatching source = Handles.Get<InstanceMatching>(matching, Kind);
            Func<InstanceMatches, double> score = ScoreNames.OfInstances.Find(Pointers.Text(name, nameof(name)));
            lock (source) *value = source.MeanOverImages(score);
            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "seglab_instance_matching_destroy")]
    public static Status Destroy(nint matching)
    {
        try
        {
            Handles.Remove<InstanceMatching>(matching, Kind);
            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }

    /// <summary>Matches image by image; none counts unless all do.</summary>
    readonly struct Matching(InstanceMatching matching, int? ignoreLabel) : ITwoMaps
    {
        public void Visit<T>(ReadOnlySpan<T> prediction, ReadOnlySpan<T> truth, ReadOnlySpan<nint> shape)
            where T : unmanaged, IBinaryInteger<T>
        {
            int pixels = truth.Length / (int)shape[0];
            var overlaps = new InstanceOverlaps[shape[0]];
            for (int i = 0; i < overlaps.Length; i++)
                overlaps[i] = InstanceOverlaps.Of(prediction.Slice(i * pixels, pixels), truth.Slice(i * pixels, pixels), ignoreLabel: ignoreLabel);
            foreach (InstanceOverlaps image in overlaps) matching.Add(matching.Images.Count, image);
        }
    }
}
