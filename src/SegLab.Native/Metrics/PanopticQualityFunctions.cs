using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using SegLab.Metrics;

namespace SegLab.Native;

/// <summary>The functions of panoptic quality. See the header for what they take. A collection serves one thread at a time, so each call locks it.</summary>
static unsafe class PanopticQualityFunctions
{
    const string Kind = "panoptic quality", Categories = "predicted categories";

    [UnmanagedCallersOnly(EntryPoint = "seglab_panoptic_quality_create")]
    public static Status Create(int* things, nuint thingCount, int* stuff, nuint stuffCount, int voidCategory, nint* quality)
    {
        try
        {
            Pointers.Check(quality, sizeof(nint), nameof(quality));
            *quality = Handles.Add(new PanopticQuality(
                Pointers.Numbers(things, thingCount, nameof(things)).ToArray(), Pointers.Numbers(stuff, stuffCount, nameof(stuff)).ToArray(), voidCategory));
            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "seglab_panoptic_quality_add")]
    public static Status Add(nint quality, NativeTensor* categories, NativeTensor* instances, NativeTensor* trueCategories, NativeTensor* trueInstances)
    {
        try
        {
            PanopticQuality target = Handles.Get<PanopticQuality>(quality, Kind);
            var c = NativeTensor.Read<int>(categories, Categories);
            var i = Read(instances, "predicted instances", categories);
            var tc = Read(trueCategories, "true categories", categories);
            var ti = Read(trueInstances, "true instances", categories);
            LabelMaps.CheckBatch(categories->Extents);
            using DenseElements<int> predictedCategory = new(c), predictedInstance = new(i), trueCategory = new(tc), trueInstance = new(ti);

            // Apart from the others, so that none of these images counts unless all do.
            var added = new PanopticQuality(target.Things, target.Stuff, target.VoidCategory);
            int images = (int)categories->Extents[0], pixels = trueCategory.Span.Length / images;
            for (int image = 0; image < images; image++)
            {
                int first = image * pixels;
                added.Add(
                    predictedCategory.Span.Slice(first, pixels), predictedInstance.Span.Slice(first, pixels),
                    trueCategory.Span.Slice(first, pixels), trueInstance.Span.Slice(first, pixels));
            }

            lock (target) target.Merge(added);
            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "seglab_panoptic_quality_merge")]
    public static Status Merge(nint quality, nint other)
    {
        try
        {
            PanopticQuality target = Handles.Get<PanopticQuality>(quality, Kind), source = Handles.Get<PanopticQuality>(other, Kind);
            var copy = new PanopticQuality(source.Things, source.Stuff, source.VoidCategory);
            lock (source) copy.Merge(source);
            if (!copy.Things.SequenceEqual(target.Things) || !copy.Stuff.SequenceEqual(target.Stuff) || copy.VoidCategory != target.VoidCategory)
                throw new BorderException(Status.BadArgument, "The two have not the same things, stuff and void.");
            lock (target) target.Merge(copy);
            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "seglab_panoptic_quality_scores")]
    public static Status Scores(nint quality, byte* name, double* values, nuint capacity)
    {
        try
        {
            PanopticQuality source = Handles.Get<PanopticQuality>(quality, Kind);
            Func<PanopticCounts, double> score = ScoreNames.OfSegments.Find(Pointers.Text(name, nameof(name)));
            Span<double> room = Pointers.Room(values, capacity, source.Things.Count + source.Stuff.Count, nameof(values));
            int at = 0;
            lock (source)
            {
                foreach (int category in source.Things.Concat(source.Stuff)) room[at++] = score(source.Categories[category]);
            }

            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "seglab_panoptic_quality_mean")]
    public static Status Mean(nint quality, byte* name, double* value)
    {
        try
        {
            Pointers.Check(value, sizeof(double), nameof(value));
            PanopticQuality source = Handles.Get<PanopticQuality>(quality, Kind);
            Func<PanopticCounts, double> score = ScoreNames.OfSegments.Find(Pointers.Text(name, nameof(name)));
            lock (source) *value = source.Mean(score);
            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "seglab_panoptic_quality_destroy")]
    public static Status Destroy(nint quality)
    {
        try
        {
            Handles.Remove<PanopticQuality>(quality, Kind);
            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }

    static ReadOnlyTensorSpan<int> Read(NativeTensor* map, string what, NativeTensor* categories)
    {
        ReadOnlyTensorSpan<int> read = NativeTensor.Read<int>(map, what);
        LabelMaps.CheckShapes(categories->Extents, map->Extents, Categories, what);
        return read;
    }
}
