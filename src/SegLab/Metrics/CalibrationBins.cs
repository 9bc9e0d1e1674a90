namespace SegLab.Metrics;

/// <summary>To which of two bins a probability between them belongs.</summary>
public enum BinEdge
{
    /// <summary>To the upper: bin k holds k/n &lt;= p &lt; (k + 1)/n, and the last one also 1 (torchmetrics).</summary>
    Left,

    /// <summary>To the lower: bin k holds k/n &lt; p &lt;= (k + 1)/n, and the first one also 0 (Guo and others, 2017; MetricsReloaded).</summary>
    Right,
}

/// <summary>What is known of the predictions in a bin.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Correct">How many of them came true.</param>
/// <param name="Confidence">The sum of their probabilities.</param>
public readonly record struct CalibrationBin(long Count, long Correct, ExactSum Confidence)
{
    /// <summary>Their mean probability; NaN when there are none.</summary>
    public double MeanConfidence => Confidence.Value / Count;

    /// <summary>The share that came true; NaN when there are none.</summary>
    public double Accuracy => (double)Correct / Count;

    /// <summary>How far apart these are, 0 when there are none.</summary>
    public double Gap => Count == 0 ? 0 : Math.Abs(Accuracy - MeanConfidence);

    /// <summary>Both together.</summary>
    public static CalibrationBin operator +(CalibrationBin first, CalibrationBin second) =>
        new(first.Count + second.Count, first.Correct + second.Correct, first.Confidence + second.Confidence);
}

/// <summary>Predictions in bins of equal width by their probability: the data of a reliability diagram, and the errors that follow from it.</summary>
public sealed class CalibrationBins
{
    readonly CalibrationBin[] bins;

    /// <summary>Makes empty bins.</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="edge">To which of two bins a probability between them belongs.</param>
    public CalibrationBins(int count = 15, BinEdge edge = BinEdge.Left)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        bins = new CalibrationBin[count];
        Edge = edge;
    }

    /// <summary>To which of two bins a probability between them belongs.</summary>
    public BinEdge Edge { get; }

    /// <summary>The bins, of which bin k is about (k + 1/2)/n: the state.</summary>
    public ReadOnlySpan<CalibrationBin> Bins => bins;

    /// <summary>Makes bins from saved ones.</summary>
    public static CalibrationBins FromBins(ReadOnlySpan<CalibrationBin> bins, BinEdge edge = BinEdge.Left)
    {
        var restored = new CalibrationBins(bins.Length, edge);
        bins.CopyTo(restored.bins);
        return restored;
    }

    /// <summary>ECE, the expected calibration error: the mean gap, weighted by counts (Naeini and others, 2015; Guo and others, 2017).</summary>
    public double ExpectedError => Weighted(gap => gap);

    /// <summary>MCE, the maximum calibration error; NaN when nothing was counted.</summary>
    public double MaximumError => Total == 0 ? double.NaN : bins.Max(bin => bin.Gap);

    /// <summary>RMSCE, the root of the weighted mean squared gap.</summary>
    public double RootMeanSquareError => Math.Sqrt(Weighted(gap => gap * gap));

    /// <summary>Predictions counted.</summary>
    public long Total => bins.Sum(bin => bin.Count);

    /// <summary>Counts one prediction.</summary>
    /// <param name="probability">0 to 1.</param>
    /// <param name="correct">Whether it came true.</param>
    public void Add(double probability, bool correct) => bins[IndexOf(probability)] += new CalibrationBin(1, correct ? 1 : 0, ExactSum.Of(probability));

    /// <summary>Adds the counts of others; the order does not matter.</summary>
    /// <exception cref="ArgumentException">The bins differ in number or edges.</exception>
    public void Merge(CalibrationBins other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.bins.Length != bins.Length || other.Edge != Edge)
            throw new ArgumentException($"One has {bins.Length} bins with the edge {Edge}, the other {other.bins.Length} with {other.Edge}.");
        for (int k = 0; k < bins.Length; k++) bins[k] += other.bins[k];
    }

    /// <summary>Compares with k/n itself: p times n may round over an edge.</summary>
    int IndexOf(double probability)
    {
        int count = bins.Length, k = Math.Clamp((int)(probability * count), 0, count - 1);
        if (Edge == BinEdge.Left)
        {
            while (k > 0 && probability < (double)k / count) k--;
            while (k < count - 1 && probability >= (k + 1.0) / count) k++;
        }
        else
        {
            while (k > 0 && probability <= (double)k / count) k--;
            while (k < count - 1 && probability > (k + 1.0) / count) k++;
        }

        return k;
    }

    double Weighted(Func<double, double> of) => bins.Sum(bin => bin.Count * of(bin.Gap)) / Total;
}
