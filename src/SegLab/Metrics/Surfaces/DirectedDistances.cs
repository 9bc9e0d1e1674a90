namespace SegLab.Metrics;

/// <summary>The distances from every element of one surface to the nearest element of another, in units of the spacing.</summary>
/// <remarks>Without elements there is no maximum, mean or share (NaN); to a surface without elements all distances are infinite.</remarks>
public sealed class DirectedDistances
{
    readonly double[] distances;
    readonly double[]? weights;

    internal DirectedDistances(double[] distances, double[]? weights)
    {
        if (weights is null) Array.Sort(distances);
        else Array.Sort(distances, weights);
        (this.distances, this.weights) = (distances, weights);
        Measure = weights is null ? distances.Length : weights.Sum();
    }

    /// <summary>The distances, ascending.</summary>
    public ReadOnlySpan<double> Distances => distances;

    /// <summary>The length or area that each distance stands for; empty where each counts 1.</summary>
    public ReadOnlySpan<double> Weights => weights;

    /// <summary>How many elements the surface has.</summary>
    public int Count => distances.Length;

    /// <summary>The length or area of the surface; where elements count 1, how many there are.</summary>
    public double Measure { get; }

    /// <summary>The largest distance, the directed Hausdorff distance.</summary>
    public double Max => distances.Length == 0 ? double.NaN : distances[^1];

    /// <summary>The mean distance over the surface.</summary>
    public double Mean => Sum / Measure;

    internal double Sum
    {
        get
        {
            double sum = 0;
            for (int i = 0; i < distances.Length; i++) sum += Weight(i) * distances[i];
            return sum;
        }
    }

    /// <summary>
    /// The distance below which so much of the surface lies. Where elements count 1, with linear interpolation between neighbours, as NumPy,
    /// MONAI and MetricsReloaded do; weighted, the first distance at which the share is reached, as surface-distance does.
    /// </summary>
    /// <param name="percentile">0 to 100.</param>
    /// <exception cref="ArgumentOutOfRangeException">The percentile is not 0 to 100.</exception>
    public double Percentile(double percentile)
    {
        if (!(percentile is >= 0 and <= 100)) throw new ArgumentOutOfRangeException(nameof(percentile), percentile, "A percentile is 0 to 100.");
        return weights is null ? Quantile.Of(distances, percentile / 100) : Reached(percentile / 100);
    }

    /// <summary>The share of the surface that is at most so far away.</summary>
    /// <param name="tolerance">In units of the spacing, 0 or more.</param>
    public double Within(double tolerance) => MeasureWithin(tolerance) / Measure;

    internal double MeasureWithin(double tolerance)
    {
        double within = 0;
        for (int i = 0; i < distances.Length && distances[i] <= tolerance; i++) within += Weight(i);
        return within;
    }

    /// <summary>Both as one.</summary>
    internal DirectedDistances With(DirectedDistances other) =>
        new([.. distances, .. other.distances], weights is null ? null : [.. weights, .. other.weights!]);

    double Weight(int i) => weights is null ? 1 : weights[i];

    double Reached(double share)
    {
        double sum = 0;
        for (int i = 0; i < distances.Length; i++)
        {
            sum += weights![i];
            if (sum / Measure >= share) return distances[i];
        }

        return Max;
    }
}
