using SegLab.Imaging;

namespace SegLab.Cli.Commands;

/// <summary>Chooses the validation images that a report shows.</summary>
static class ShowcaseImages
{
    /// <summary>Half with the most pixels of rare classes, where the losses differ, and the rest evenly from the whole set.</summary>
    public static int[] Choose(SegmentationDataset dataset, IReadOnlyList<int> rareClasses, int count)
    {
        IReadOnlyList<SegmentationSample> images = dataset.Validation;
        var chosen = new List<int>();
        if (rareClasses.Count > 0)
            chosen.AddRange(Enumerable.Range(0, images.Count).OrderByDescending(i => RarePixels(images[i].Mask, rareClasses)).Take(count / 2));
        for (int i = 0; i < count; i++)
        {
            int candidate = (int)((long)i * images.Count / count);
            if (chosen.Count < count && !chosen.Contains(candidate)) chosen.Add(candidate);
        }

        return [.. chosen.Order()];
    }

    static long RarePixels(LabelMap mask, IReadOnlyList<int> rareClasses)
    {
        long pixels = 0;
        foreach (ushort label in mask.Labels)
            if (rareClasses.Contains(label)) pixels++;
        return pixels;
    }
}
