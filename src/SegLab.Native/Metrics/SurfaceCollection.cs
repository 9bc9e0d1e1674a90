using System.Numerics;
using System.Numerics.Tensors;
using SegLab.Losses;
using SegLab.Metrics;

namespace SegLab.Native;

/// <summary>The scores of one class of one image.</summary>
readonly record struct SurfaceScores(
    double Hausdorff, double Hausdorff95, double AverageSymmetricDistance, double MeanAverageDistance, double SurfaceDice, double BoundaryF1)
{
    public static SurfaceScores Of(SurfaceDistances distances, double tolerance) => new(
        distances.Hausdorff, distances.PercentileHausdorff(95), distances.AverageSymmetricDistance, distances.MeanAverageDistance,
        distances.SurfaceDice(tolerance), distances.BoundaryF1(tolerance));
}

/// <summary>The surface scores of some classes, image by image in the order that they came in.</summary>
sealed class SurfaceCollection
{
    readonly int[] labels;
    readonly SurfaceComparer comparer;
    readonly double tolerance;
    readonly List<SurfaceScores> scores = [];

    /// <param name="labels">The classes.</param>
    /// <param name="spacing">The distance between neighbours along each spatial axis; empty for 1.</param>
    /// <param name="element">What surfaces are made of.</param>
    /// <param name="tolerance">The distance that surface Dice and boundary F1 forgive.</param>
    /// <param name="ignoreLabel">A true label whose pixels are outside in both maps.</param>
    /// <param name="threads">The most threads to use; 0 for as many as there are processors.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public SurfaceCollection(ReadOnlySpan<int> labels, ReadOnlySpan<double> spacing, SurfaceElement element, double tolerance, int? ignoreLabel, int threads)
    {
        if (labels.IsEmpty) throw new ArgumentException("There is no label whose surfaces are to be compared.");
        if (!Enum.IsDefined(element)) throw new ArgumentException($"There is no element {(int)element} of surfaces.");
        if (!(tolerance >= 0)) throw new ArgumentException($"The tolerance is {tolerance}; it is 0 or more.");
        this.labels = labels.ToArray();
        this.tolerance = tolerance;
        comparer = new() { Spacing = spacing.IsEmpty ? null : new VoxelSpacing(spacing), Element = element, IgnoreLabel = ignoreLabel, Threads = threads };
    }

    SurfaceCollection(SurfaceCollection original)
    {
        (labels, comparer, tolerance) = (original.labels, original.comparer, original.tolerance);
        scores.AddRange(original.scores);
    }

    /// <summary>How many labels there are.</summary>
    public int Labels => labels.Length;

    /// <summary>How many images were added.</summary>
    public int Images => scores.Count / labels.Length;

    /// <summary>Compares two maps, <c>[N, spatial...]</c>, image by image; none counts unless all do.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="BorderException">A label is none of the type of the maps.</exception>
    public void Add<T>(ReadOnlySpan<T> prediction, ReadOnlySpan<T> truth, ReadOnlySpan<nint> shape)
        where T : unmanaged, IBinaryInteger<T>
    {
        int images = (int)shape[0], pixels = truth.Length / images;
        var added = new SurfaceScores[images * labels.Length];
        for (int image = 0; image < images; image++)
        {
            ReadOnlyTensorSpan<T> predicted = new(prediction.Slice(image * pixels, pixels), shape[1..]), expected = new(truth.Slice(image * pixels, pixels), shape[1..]);
            for (int i = 0; i < labels.Length; i++)
                added[image * labels.Length + i] = SurfaceScores.Of(comparer.Compare(predicted, expected, Label<T>(labels[i])), tolerance);
        }

        scores.AddRange(added);
    }

    /// <summary>Adds the images of another collection behind these.</summary>
    /// <exception cref="ArgumentException">The other measures something else.</exception>
    public void Merge(SurfaceCollection other)
    {
        if (!labels.AsSpan().SequenceEqual(other.labels) || tolerance != other.tolerance || comparer.Element != other.comparer.Element
            || comparer.IgnoreLabel != other.comparer.IgnoreLabel || !Equals(comparer.Spacing, other.comparer.Spacing))
        {
            throw new ArgumentException("The two have not the same labels, spacing, element, tolerance and ignored label.");
        }

        scores.AddRange(other.scores);
    }

    /// <summary>A collection of the same images, to be merged into another.</summary>
    public SurfaceCollection Copy() => new(this);

    /// <summary>Writes a score of each image and label.</summary>
    public void Write(Func<SurfaceScores, double> score, Span<double> values)
    {
        for (int i = 0; i < scores.Count; i++) values[i] = score(scores[i]);
    }

    /// <summary>Writes for each label the mean of a score over the images where it is defined; NaN where it never is.</summary>
    public void WriteMeans(Func<SurfaceScores, double> score, Span<double> means)
    {
        for (int i = 0; i < labels.Length; i++)
        {
            (double sum, int count) = (0, 0);
            for (int at = i; at < scores.Count; at += labels.Length)
            {
                double value = score(scores[at]);
                if (double.IsNaN(value)) continue;
                sum += value;
                count++;
            }

            means[i] = sum / count;
        }
    }

    static T Label<T>(int label)
        where T : unmanaged, IBinaryInteger<T> => int.CreateTruncating(T.CreateTruncating(label)) == label
            ? T.CreateTruncating(label)
            : throw new BorderException(Status.BadArgument, $"Label {label} cannot be in maps of {ElementTypes.Name(ElementTypes.Of<T>())}.");
}
