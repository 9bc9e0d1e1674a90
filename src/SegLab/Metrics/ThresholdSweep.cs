using System.Numerics;

namespace SegLab.Metrics;

/// <summary>A map of probabilities scored at several thresholds: which one to use, and how much hangs on it.</summary>
/// <remarks>It is no average precision: the thresholds are of the probability of a pixel, not of the IoU of an object.</remarks>
public sealed class ThresholdSweep
{
    /// <summary>0.50, 0.55, and so on to 0.95, each k/100.</summary>
    public static IReadOnlyList<double> DefaultThresholds => InstanceMatching.DefaultThresholds;

    readonly double[] thresholds;
    readonly long[] background, foreground;

    /// <summary>Makes an empty sweep.</summary>
    /// <param name="thresholds">Ascending; <see cref="DefaultThresholds"/> when not given.</param>
    /// <exception cref="ArgumentException">There is no threshold, or they do not ascend.</exception>
    public ThresholdSweep(IEnumerable<double>? thresholds = null)
    {
        this.thresholds = [.. thresholds ?? DefaultThresholds];
        if (this.thresholds.Length == 0) throw new ArgumentException("A sweep has at least one threshold.", nameof(thresholds));
        for (int k = 1; k < this.thresholds.Length; k++)
        {
            if (!(this.thresholds[k] > this.thresholds[k - 1]))
                throw new ArgumentException($"Thresholds ascend; {this.thresholds[k]} comes after {this.thresholds[k - 1]}.", nameof(thresholds));
        }

        background = new long[this.thresholds.Length + 1];
        foreground = new long[this.thresholds.Length + 1];
    }

    /// <summary>The thresholds, ascending. A pixel is foreground above a threshold, not at it.</summary>
    public IReadOnlyList<double> Thresholds => thresholds;

    /// <summary>True background pixels by how many thresholds they are above: with those of the foreground the state.</summary>
    public ReadOnlySpan<long> Background => background;

    /// <summary>True foreground pixels by how many thresholds they are above.</summary>
    public ReadOnlySpan<long> Foreground => foreground;

    /// <summary>Makes a sweep from counts in the order of <see cref="Background"/> and <see cref="Foreground"/>.</summary>
    /// <exception cref="ArgumentException">There is not one count more than thresholds.</exception>
    public static ThresholdSweep FromCounts(IEnumerable<double> thresholds, ReadOnlySpan<long> background, ReadOnlySpan<long> foreground)
    {
        var sweep = new ThresholdSweep(thresholds);
        if (background.Length != sweep.background.Length || foreground.Length != sweep.foreground.Length)
            throw new ArgumentException($"{sweep.thresholds.Length} thresholds have {sweep.background.Length} counts, not {background.Length} and {foreground.Length}.");
        background.CopyTo(sweep.background);
        foreground.CopyTo(sweep.foreground);
        return sweep;
    }

    /// <summary>Counts the pixels of a map.</summary>
    /// <param name="probabilities">The probability of the foreground a pixel, or any number that the thresholds fit.</param>
    /// <param name="truth">The true label a pixel: 0 or 1.</param>
    /// <param name="ignoreLabel">Pixels with this true label are left out.</param>
    /// <remarks>The thresholds are rounded to the type of the probabilities, as NumPy and PyTorch compare.</remarks>
    /// <exception cref="ArgumentException">The lengths differ, a probability is NaN, or a true label that counts is not 0 or 1.</exception>
    public void Add<TProbability, TTruth>(ReadOnlySpan<TProbability> probabilities, ReadOnlySpan<TTruth> truth, int? ignoreLabel = null)
        where TProbability : unmanaged, IBinaryFloatingPointIeee754<TProbability>
        where TTruth : unmanaged, IBinaryInteger<TTruth>
    {
        if (probabilities.Length != truth.Length) throw new ArgumentException($"The prediction has {probabilities.Length} pixels and the truth {truth.Length}.");
        Span<TProbability> steps = new TProbability[thresholds.Length];
        for (int k = 0; k < steps.Length; k++) steps[k] = TProbability.CreateSaturating(thresholds[k]);
        long ignored = ignoreLabel ?? long.MinValue;
        for (int i = 0; i < truth.Length; i++)
        {
            long label = long.CreateSaturating(truth[i]);
            if (label == ignored) continue;
            if (label is not (0 or 1)) throw new ArgumentException($"Pixel {i} has the true label {label}; a sweep tells 0 and 1 apart.", nameof(truth));
            if (TProbability.IsNaN(probabilities[i])) throw new ArgumentException($"The probability of pixel {i} is NaN.", nameof(probabilities));
            int above = 0;
            for (int k = 0; k < steps.Length; k++) above += probabilities[i] > steps[k] ? 1 : 0;
            (label == 1 ? foreground : background)[above]++;
        }
    }

    /// <summary>Adds the counts of another sweep; the order does not matter.</summary>
    /// <exception cref="ArgumentException">The thresholds differ.</exception>
    public void Merge(ThresholdSweep other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!thresholds.AsSpan().SequenceEqual(other.thresholds))
            throw new ArgumentException($"One has the thresholds {string.Join(", ", thresholds)}, the other {string.Join(", ", other.thresholds)}.");
        for (int k = 0; k < background.Length; k++)
        {
            background[k] += other.background[k];
            foreground[k] += other.foreground[k];
        }
    }

    /// <summary>The confusion matrix of background and foreground at each threshold.</summary>
    public ConfusionMatrix[] ByThreshold()
    {
        var matrices = new ConfusionMatrix[thresholds.Length];
        for (int k = 0; k < matrices.Length; k++)
        {
            long trueNegatives = Sum(background.AsSpan(0, k + 1)), falsePositives = Sum(background.AsSpan(k + 1));
            long falseNegatives = Sum(foreground.AsSpan(0, k + 1)), truePositives = Sum(foreground.AsSpan(k + 1));
            matrices[k] = ConfusionMatrix.FromCounts(2, [trueNegatives, falsePositives, falseNegatives, truePositives]);
        }

        return matrices;
    }

    /// <summary>The mean over thresholds of the mean IoU of background and foreground; thresholds without one are left out.</summary>
    public double MeanIoU => Mean(matrix => matrix.MeanIoU);

    /// <summary>The mean over thresholds of any score, say <c>matrix => matrix[1].IoU</c>; thresholds without one are left out.</summary>
    public double Mean(Func<ConfusionMatrix, double> score) =>
        ByThreshold().Select(score).Where(value => !double.IsNaN(value)).DefaultIfEmpty(double.NaN).Average();

    static long Sum(ReadOnlySpan<long> counts)
    {
        long sum = 0;
        foreach (long count in counts) sum += count;
        return sum;
    }
}
