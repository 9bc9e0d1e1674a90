using System.Numerics;
using System.Numerics.Tensors;

namespace SegLab.Metrics;

/// <summary>How the distance of a pixel to the border of its object is measured.</summary>
public enum BoundaryDistance
{
    /// <summary>Steps along axes and diagonals: as many erosions with a full 3 x 3 element (Cheng and others, 2021).</summary>
    Chessboard,

    /// <summary>In a straight line, in pixels (MetricsReloaded, which asks for less than the width, not at most).</summary>
    Euclidean,
}

/// <summary>The pixels of one class near its border.</summary>
/// <param name="Predicted">Pixels near the border of the predicted object, inside it.</param>
/// <param name="True">Pixels near the border of the true object, inside it.</param>
/// <param name="Intersection">Pixels that are both.</param>
public readonly record struct BoundaryCounts(long Predicted, long True, long Intersection)
{
    /// <summary>Pixels that are either.</summary>
    public long Union => Predicted + True - Intersection;

    /// <summary>Boundary IoU; NaN for a class in neither map.</summary>
    public double IoU => (double)Intersection / Union;

    /// <summary>The counts of both together.</summary>
    public static BoundaryCounts operator +(BoundaryCounts first, BoundaryCounts second) =>
        new(first.Predicted + second.Predicted, first.True + second.True, first.Intersection + second.Intersection);
}

/// <summary>
/// Boundary IoU of the classes of label maps (Cheng, Girshick, Dollár, Berg, Kirillov, CVPR 2021, arXiv:2103.16562): IoU of what lies within a
/// width of the border of the predicted and of the true object. Where objects are large, plain IoU hardly sees their borders.
/// </summary>
/// <remarks>
/// What lies outside the image is outside the object: the image border is boundary. Counts of images are added up, as for a confusion
/// matrix; for values of images use one instance an image. It serves one thread at a time.
/// </remarks>
public sealed class BoundaryIoU
{
    readonly BoundaryCounts[] counts;
    readonly BoundaryRegion predictedRegion = new(), trueRegion = new();

    /// <summary>Makes an empty collection.</summary>
    /// <param name="classes">How many classes there are, at least 1.</param>
    public BoundaryIoU(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        counts = new BoundaryCounts[classes];
    }

    /// <summary>The width of the boundary in pixels, at least 1; <see cref="WidthOf"/> the image's shape when null.</summary>
    public int? Width { get; init; }

    /// <summary>How the distance to the border is measured.</summary>
    public BoundaryDistance Distance { get; init; }

    /// <summary>The counts of each class: the state.</summary>
    public ReadOnlySpan<BoundaryCounts> Counts => counts;

    /// <summary>Mean boundary IoU over the classes in either map; NaN when nothing was counted.</summary>
    public double MeanIoU => counts.Select(label => label.IoU).Where(value => !double.IsNaN(value)).DefaultIfEmpty(double.NaN).Average();

    /// <summary>The width of the paper: 2 % of the diagonal, rounded (halves to even), at least 1.</summary>
    public static int WidthOf(ReadOnlySpan<nint> lengths)
    {
        double square = 0;
        foreach (nint length in lengths) square += (double)length * length;
        return Math.Max(1, (int)Math.Round(0.02 * Math.Sqrt(square)));
    }

    /// <summary>Counts an image or a volume.</summary>
    /// <param name="prediction">The predicted label map, one to three spatial extents.</param>
    /// <param name="truth">The true label map, of the same shape.</param>
    /// <param name="ignoreLabel">
    /// Pixels with this true label are left out; objects end there, in both maps. Where it is predicted, the prediction has no object.
    /// </param>
    /// <exception cref="ArgumentException">The shapes differ, there are no or more than three extents, or a label that counts is not a class.</exception>
    public void Add<T>(ReadOnlyTensorSpan<T> prediction, ReadOnlyTensorSpan<T> truth, int? ignoreLabel = null)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (!prediction.Lengths.SequenceEqual(truth.Lengths))
            throw new ArgumentException($"The prediction has the shape {Text(prediction.Lengths)}, the truth {Text(truth.Lengths)}.");
        if (prediction.IsEmpty || prediction.Rank > 3) throw new ArgumentException($"A label map has one to three extents above 0, not {Text(prediction.Lengths)}.");
        if (Width < 1) throw new ArgumentException($"The width of a boundary is at least 1, not {Width}.");
        var extents = Extents3.Of(prediction.Lengths);
        int[] predicted = Labels(prediction), expected = Labels(truth);
        for (int i = 0; i < expected.Length; i++)
        {
            if (expected[i] == ignoreLabel) predicted[i] = expected[i] = BoundaryRegion.NoClass;
            else if (IsClass(expected[i]) && !IsClass(predicted[i]) && predicted[i] == ignoreLabel) predicted[i] = BoundaryRegion.NoClass;
            else if (!IsClass(expected[i]) || !IsClass(predicted[i]))
                throw new ArgumentException($"Pixel {i} has the true label {expected[i]} and the predicted label {predicted[i]}; classes are 0 to {counts.Length - 1}.");
        }

        int width = Width ?? WidthOf(prediction.Lengths);
        predictedRegion.Find(predicted, extents, width, Distance);
        trueRegion.Find(expected, extents, width, Distance);
        for (int i = 0; i < expected.Length; i++)
        {
            int guess = predicted[i], label = expected[i];
            if (label == BoundaryRegion.NoClass) continue;
            bool there = predictedRegion.Contains(i), here = trueRegion.Contains(i);
            if (there && guess != BoundaryRegion.NoClass) counts[guess] += new BoundaryCounts(1, 0, 0);
            if (here) counts[label] += new BoundaryCounts(0, 1, there && guess == label ? 1 : 0);
        }
    }

    bool IsClass(int label) => (uint)label < (uint)counts.Length;

    /// <summary>Adds counts, say saved ones, to a class.</summary>
    public void Add(int label, BoundaryCounts added) => counts[label] += added;

    /// <summary>Adds the counts of another collection; the order does not matter.</summary>
    /// <exception cref="ArgumentException">The classes differ.</exception>
    public void Merge(BoundaryIoU other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.counts.Length != counts.Length) throw new ArgumentException($"One has {counts.Length} classes, the other {other.counts.Length}.");
        for (int label = 0; label < counts.Length; label++) counts[label] += other.counts[label];
    }

    static int[] Labels<T>(ReadOnlyTensorSpan<T> map)
        where T : unmanaged, IBinaryInteger<T>
    {
        var labels = new T[map.FlattenedLength];
        map.FlattenTo(labels);
        return Array.ConvertAll(labels, int.CreateSaturating);
    }

    static string Text(ReadOnlySpan<nint> lengths) => $"[{string.Join(", ", lengths.ToArray())}]";
}
