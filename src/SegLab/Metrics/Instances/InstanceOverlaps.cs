using System.Numerics;

namespace SegLab.Metrics;

/// <summary>The IoU of every predicted instance with every true one of an image.</summary>
public sealed class InstanceOverlaps
{
    readonly SegmentOverlaps overlaps;
    readonly int[] predictions, truths;
    readonly (int Prediction, int Truth, double IoU)[] pairs;

    InstanceOverlaps(SegmentOverlaps overlaps, int background)
    {
        this.overlaps = overlaps;
        predictions = [.. overlaps.Predictions.Keys.Where(id => id != background).Select(id => (int)id).Order()];
        truths = [.. overlaps.Truths.Keys.Where(id => id != background).Select(id => (int)id).Order()];
        pairs = [.. overlaps.Intersections.Keys.Where(pair => pair.Prediction != background && pair.Truth != background).Order()
            .Select(pair => ((int)pair.Prediction, (int)pair.Truth, IoU((int)pair.Prediction, (int)pair.Truth)))];
    }

    /// <summary>The predicted instances' numbers, ascending.</summary>
    public IReadOnlyList<int> Predictions => predictions;

    /// <summary>The true instances' numbers, ascending.</summary>
    public IReadOnlyList<int> Truths => truths;

    /// <summary>Counts the pixels of an image.</summary>
    /// <param name="prediction">The number of the predicted instance at a pixel. A number is one instance, connected or not.</param>
    /// <param name="truth">The number of the true instance at a pixel. The numbers of both need not agree.</param>
    /// <param name="background">The number of no instance.</param>
    /// <param name="ignoreLabel">Pixels with this number in the truth are left out of both.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a number does not fit an int.</exception>
    public static InstanceOverlaps Of<T>(ReadOnlySpan<T> prediction, ReadOnlySpan<T> truth, int background = 0, int? ignoreLabel = null)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (prediction.Length != truth.Length)
            throw new ArgumentException($"The prediction has {prediction.Length} pixels and the truth {truth.Length}.");
        var overlaps = new SegmentOverlaps();
        for (int i = 0; i < truth.Length; i++)
        {
            int expected = Number(truth[i], i);
            if (expected == ignoreLabel) overlaps.Add(background, background);
            else overlaps.Add(Number(prediction[i], i), expected);
        }

        return new(overlaps.Complete(), background);
    }

    /// <summary>Intersection over union of a predicted and a true instance; 0 where they have nothing in common.</summary>
    public double IoU(int prediction, int truth)
    {
        long both = overlaps.Intersection(prediction, truth);
        return both == 0 ? 0 : (double)both / (overlaps.Predictions[prediction] + overlaps.Truths[truth] - both);
    }

    /// <summary>Matches instances one to one where their IoU is above a threshold, not at it.</summary>
    /// <param name="threshold">
    /// From 0.5 on no instance has two partners (Kirillov and others, 2019). Below, the matching is the one with the largest total IoU.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is not 0 to 1.</exception>
    public InstanceMatches Match(double threshold)
    {
        if (!(threshold is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "An IoU threshold is 0 to 1.");
        (int Prediction, int Truth, double IoU)[] candidates = [.. pairs.Where(pair => pair.IoU > threshold)];
        IEnumerable<double> matched = threshold >= 0.5 ? candidates.Select(pair => pair.IoU) : Assigned(candidates);
        ExactSum sum = default;
        int count = 0;
        foreach (double overlap in matched)
        {
            sum += ExactSum.Of(overlap);
            count++;
        }

        return new(count, predictions.Length - count, truths.Length - count, sum);
    }

    static IEnumerable<double> Assigned((int Prediction, int Truth, double IoU)[] candidates)
    {
        // Most pairs have no rival: they match, and what is left for the assignment is small.
        ILookup<int, double> ofPrediction = candidates.ToLookup(pair => pair.Prediction, pair => pair.IoU);
        ILookup<int, double> ofTruth = candidates.ToLookup(pair => pair.Truth, pair => pair.IoU);
        bool Alone((int Prediction, int Truth, double) pair) => ofPrediction[pair.Prediction].Count() == 1 && ofTruth[pair.Truth].Count() == 1;
        (int Prediction, int Truth, double IoU)[] rivals = [.. candidates.Where(pair => !Alone(pair))];
        Dictionary<(int, int), double> weights = rivals.ToDictionary(pair => (pair.Prediction, pair.Truth), pair => pair.IoU);
        int[] rows = [.. rivals.Select(pair => pair.Prediction).Distinct()], columns = [.. rivals.Select(pair => pair.Truth).Distinct()];
        int[] assigned = Assignment.Heaviest(rows.Length, columns.Length, (row, column) => weights.GetValueOrDefault((rows[row], columns[column])));
        return candidates.Where(Alone).Select(pair => pair.IoU)
            .Concat(assigned.Select((column, row) => (row, column)).Where(pair => pair.column >= 0).Select(pair => weights[(rows[pair.row], columns[pair.column])]));
    }

    static int Number<T>(T label, int pixel)
        where T : unmanaged, IBinaryInteger<T>
    {
        long number = long.CreateSaturating(label);
        return number == (int)number ? (int)number : throw new ArgumentException($"Pixel {pixel} has the instance {label}, which does not fit an int.");
    }
}
