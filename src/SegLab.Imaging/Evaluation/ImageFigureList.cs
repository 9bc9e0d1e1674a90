using System.Collections;
using SegLab.Metrics;

namespace SegLab.Imaging.Evaluation;

/// <summary>The figures of the images, each computed from what is kept of its image when it is asked for.</summary>
sealed class ImageFigureList(IReadOnlyList<ImageScores> images, Func<ImageScores, PredictionScores> prediction, ClassAveraging averaging) : IReadOnlyList<ImageFigures>
{
    /// <inheritdoc/>
    public int Count => images.Count;

    /// <inheritdoc/>
    public ImageFigures this[int index] => Of(images[index]);

    /// <summary>The figures of an image whose classes count as <paramref name="averaging"/> says.</summary>
    public static ImageFigures Of(string name, PredictionScores scores, ClassAveraging averaging)
    {
        IReadOnlyList<(int Label, ClassCounts Counts)> classes = scores.ByClass();
        ClassCounts[] counted = [.. classes.Where(found => !averaging.ExcludedClasses.Contains(found.Label)).Select(found => found.Counts)];
        long pixels = classes.Sum(found => found.Counts.TruePixels);
        double right = classes.Sum(found => found.Counts.TruePositives);
        return new ImageFigures(
            name,
            Finite.OrNull(right / pixels),
            Finite.OrNull(ClassAveraging.Default.Of(counted, found => found.IoU)),
            Finite.OrNull(ClassAveraging.Default.Of(counted, found => found.Dice)));
    }

    /// <inheritdoc/>
    public IEnumerator<ImageFigures> GetEnumerator()
    {
        foreach (ImageScores image in images) yield return Of(image);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    ImageFigures Of(ImageScores image) => Of(image.Name, prediction(image), averaging);
}
