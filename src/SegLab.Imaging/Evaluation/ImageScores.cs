using System.Text.Json.Serialization;
using SegLab.Metrics;

namespace SegLab.Imaging.Evaluation;

/// <summary>What is kept of an image: all that the figures of any set of images follow from.</summary>
/// <param name="Index">Its number among all images.</param>
/// <param name="Name">Its name.</param>
/// <param name="Prediction">The prediction's counts and distances.</param>
/// <param name="Against">Those of the other prediction, or null.</param>
public sealed record ImageScores(int Index, string Name, PredictionScores Prediction, PredictionScores? Against);

/// <summary>What is kept of one prediction of an image.</summary>
public sealed record PredictionScores
{
    /// <summary>How often which true label met which predicted one, as triples (truth, prediction, pixels) with pixels above 0.</summary>
    public required IReadOnlyList<long> Pixels { get; init => field = NarrowList.Of(value); }

    /// <summary>True labels whose prediction was the ignored label, as pairs (truth, pixels) with pixels above 0.</summary>
    public IReadOnlyList<long> Unassigned { get; init => field = NarrowList.Of(value); } = NarrowList.Of([]);

    /// <summary>The distances of each class that is in one of the maps; empty when none were measured.</summary>
    public IReadOnlyList<ClassSurface> Surfaces { get; init; } = [];

    /// <summary>The pixels near borders, of each class that has any, as quadruples (label, predicted, true, both).</summary>
    public IReadOnlyList<long> Boundaries { get; init => field = NarrowList.Of(value); } = NarrowList.Of([]);

    /// <summary>At each IoU threshold the instances that matched, those predicted for nothing, and those missed, as triples.</summary>
    public IReadOnlyList<long> Instances { get; init => field = NarrowList.Of(value); } = NarrowList.Of([]);

    /// <summary>The state of the calibration error of probabilities; empty without.</summary>
    public IReadOnlyList<UInt128> Calibration { get; init; } = [];

    /// <summary>Of probabilities of two classes: background pixels by how many thresholds they are above, then those of the object.</summary>
    public IReadOnlyList<long> Thresholds { get; init => field = NarrowList.Of(value); } = NarrowList.Of([]);

    /// <summary>Whether all labels are those of so many classes, each with its counts.</summary>
    internal bool Fits(int classes) => Fits(Pixels, 2, 3, classes) && Fits(Unassigned, 1, 2, classes) && Fits(Boundaries, 1, 4, classes)
        && Surfaces.All(surface => surface.Label >= 0 && surface.Label < classes);

    /// <summary>Whether numbers are groups of some labels and then counts of pixels.</summary>
    static bool Fits(IReadOnlyList<long> numbers, int labels, int width, int classes)
    {
        if (numbers.Count % width != 0) return false;
        for (int i = 0; i < numbers.Count; i++)
            if (numbers[i] < 0 || (i % width < labels ? numbers[i] >= classes : numbers[i] > int.MaxValue)) return false;
        return true;
    }

    /// <summary>The matches of instances at each threshold.</summary>
    internal InstanceMatches[] Matches() =>
        [.. Enumerable.Range(0, Instances.Count / 3).Select(j => new InstanceMatches(Instances[3 * j], Instances[3 * j + 1], Instances[3 * j + 2], default))];

    /// <summary>Adds the counts to a matrix.</summary>
    internal void AddTo(long[] counts, long[] unassigned, int classes)
    {
        for (int j = 0; j < Pixels.Count; j += 3) counts[Pixels[j] * classes + Pixels[j + 1]] += Pixels[j + 2];
        for (int j = 0; j < Unassigned.Count; j += 2) unassigned[Unassigned[j]] += Unassigned[j + 1];
    }

    /// <summary>The counts of each class that has any, with its label, by label.</summary>
    internal (int Label, ClassCounts Counts)[] ByClass()
    {
        long classes = 0, total = 0;
        for (int j = 0; j < Pixels.Count; j += 3) classes = Math.Max(classes, 1 + Math.Max(Pixels[j], Pixels[j + 1]));
        for (int j = 0; j < Unassigned.Count; j += 2) classes = Math.Max(classes, 1 + Unassigned[j]);
        long[] both = new long[classes], truth = new long[classes], predicted = new long[classes];
        for (int j = 0; j < Pixels.Count; j += 3)
        {
            (long label, long found, long pixels) = (Pixels[j], Pixels[j + 1], Pixels[j + 2]);
            if (label == found) both[label] += pixels;
            truth[label] += pixels;
            predicted[found] += pixels;
            total += pixels;
        }

        for (int j = 0; j < Unassigned.Count; j += 2)
        {
            truth[Unassigned[j]] += Unassigned[j + 1];
            total += Unassigned[j + 1];
        }

        return [.. Enumerable.Range(0, (int)classes).Where(label => truth[label] + predicted[label] > 0).Select(label => (label, new ClassCounts(
            both[label], predicted[label] - both[label], truth[label] - both[label], total - truth[label] - predicted[label] + both[label])))];
    }
}

/// <summary>The distances between the surfaces of a class; infinite when it is in one of the maps only.</summary>
/// <param name="Label">The class.</param>
/// <param name="Hausdorff">The largest distance.</param>
/// <param name="Hausdorff95">The larger of both directions' 95th percentiles.</param>
/// <param name="AverageSymmetric">ASSD.</param>
/// <param name="MeanAverage">MASD.</param>
/// <param name="SurfaceDice">The normalized surface Dice at the tolerance, 0 to 1.</param>
/// <param name="BoundaryF1">The boundary F1 at the tolerance, 0 to 1.</param>
public readonly record struct ClassSurface(
    int Label, double Hausdorff, double Hausdorff95, double AverageSymmetric, double MeanAverage, double SurfaceDice, double BoundaryF1)
{
    /// <summary>Whether both maps have the class.</summary>
    [JsonIgnore]
    public bool IsMeasured => double.IsFinite(Hausdorff);
}
