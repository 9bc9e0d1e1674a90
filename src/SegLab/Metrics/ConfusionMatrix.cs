using System.Numerics;

namespace SegLab.Metrics;

/// <summary>Counts of pixels by true and predicted class, and the scores that follow from them.</summary>
/// <remarks>
/// Matrices of parts (images, threads, shards) merge by addition: the scores are those of all pixels together. A class that is neither
/// in the truth nor predicted has no IoU (NaN) and is left out of means.
/// </remarks>
public sealed class ConfusionMatrix
{
    readonly long[] counts;

    /// <summary>Makes an empty matrix.</summary>
    /// <param name="classes">How many classes there are, at least 1.</param>
    public ConfusionMatrix(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        Classes = classes;
        counts = new long[classes * classes];
    }

    /// <summary>How many classes there are.</summary>
    public int Classes { get; }

    /// <summary>Pixels of class <paramref name="truth"/> that were predicted as <paramref name="prediction"/>.</summary>
    public long this[int truth, int prediction] => counts[truth * Classes + prediction];

    /// <summary>Counts the pixels of a label map.</summary>
    /// <param name="prediction">A predicted class a pixel.</param>
    /// <param name="truth">The true class a pixel.</param>
    /// <param name="ignoreLabel">Pixels with this true label are left out.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a label that counts is not a class.</exception>
    public void Add<TPrediction, TTruth>(ReadOnlySpan<TPrediction> prediction, ReadOnlySpan<TTruth> truth, int? ignoreLabel = null)
        where TPrediction : unmanaged, IBinaryInteger<TPrediction>
        where TTruth : unmanaged, IBinaryInteger<TTruth>
    {
        if (prediction.Length != truth.Length)
            throw new ArgumentException($"The prediction has {prediction.Length} pixels and the truth {truth.Length}.");
        long ignore = ignoreLabel ?? long.MinValue;
        for (int i = 0; i < truth.Length; i++)
        {
            long expected = long.CreateTruncating(truth[i]);
            if (expected == ignore) continue;
            long predicted = long.CreateTruncating(prediction[i]);
            if ((ulong)expected >= (ulong)Classes || (ulong)predicted >= (ulong)Classes)
                throw new ArgumentException($"Pixel {i} has the true label {expected} and the predicted label {predicted}; classes are 0 to {Classes - 1}.");
            counts[expected * Classes + predicted]++;
        }
    }

    /// <summary>Adds the counts of another matrix, as often as <paramref name="times"/> says.</summary>
    /// <exception cref="ArgumentException">The matrices differ in their classes.</exception>
    public void Merge(ConfusionMatrix other, int times = 1)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Classes != Classes) throw new ArgumentException($"One matrix has {Classes} classes, the other {other.Classes}.");
        for (int i = 0; i < counts.Length; i++) counts[i] += times * other.counts[i];
    }

    /// <summary>Sets all counts to zero.</summary>
    public void Clear() => Array.Clear(counts);

    /// <summary>All counts: a row a true class, in it a column a predicted class.</summary>
    public ReadOnlySpan<long> Counts => counts;

    /// <summary>Makes a matrix from counts in the order of <see cref="Counts"/>.</summary>
    /// <exception cref="ArgumentException">The counts are not classes x classes.</exception>
    public static ConfusionMatrix FromCounts(int classes, ReadOnlySpan<long> counts)
    {
        var matrix = new ConfusionMatrix(classes);
        if (counts.Length != matrix.counts.Length) throw new ArgumentException($"{classes} classes have {matrix.counts.Length} counts, not {counts.Length}.");
        counts.CopyTo(matrix.counts);
        return matrix;
    }

    /// <summary>Pixels counted.</summary>
    public long Total
    {
        get
        {
            long total = 0;
            foreach (long count in counts) total += count;
            return total;
        }
    }

    /// <summary>Pixels of a class in the truth.</summary>
    public long TruePixels(int label)
    {
        long sum = 0;
        for (int k = 0; k < Classes; k++) sum += this[label, k];
        return sum;
    }

    /// <summary>Pixels predicted as a class.</summary>
    public long PredictedPixels(int label)
    {
        long sum = 0;
        for (int k = 0; k < Classes; k++) sum += this[k, label];
        return sum;
    }

    /// <summary>Intersection over union of a class, TP / (TP + FP + FN); NaN when the class is neither in the truth nor predicted.</summary>
    public double IoU(int label) => Ratio(this[label, label], TruePixels(label) + PredictedPixels(label) - this[label, label]);

    /// <summary>Share of a class's pixels that are right (recall); NaN when the class is not in the truth.</summary>
    public double Accuracy(int label) => Ratio(this[label, label], TruePixels(label));

    /// <summary>Mean of <see cref="IoU(int)"/> over the classes that have one; NaN when nothing was counted.</summary>
    public double MeanIoU => Mean(IoU);

    /// <summary>Mean of <see cref="Accuracy(int)"/> over the classes in the truth; NaN when nothing was counted.</summary>
    public double MeanAccuracy => Mean(Accuracy);

    /// <summary>Share of pixels that are right; NaN when nothing was counted.</summary>
    public double PixelAccuracy
    {
        get
        {
            long right = 0;
            for (int k = 0; k < Classes; k++) right += this[k, k];
            return Ratio(right, Total);
        }
    }

    /// <summary>IoU weighted by each class's share of the truth (Long, Shelhamer, Darrell 2015); NaN when nothing was counted.</summary>
    public double FrequencyWeightedIoU
    {
        get
        {
            double sum = 0;
            for (int k = 0; k < Classes; k++)
                if (TruePixels(k) is > 0 and long pixels) sum += pixels * IoU(k);
            return Total == 0 ? double.NaN : sum / Total;
        }
    }

    static double Ratio(long part, long whole) => whole == 0 ? double.NaN : (double)part / whole;

    double Mean(Func<int, double> score)
    {
        double sum = 0;
        int scored = 0;
        for (int k = 0; k < Classes; k++)
        {
            double value = score(k);
            if (double.IsNaN(value)) continue;
            sum += value;
            scored++;
        }

        return scored == 0 ? double.NaN : sum / scored;
    }
}
