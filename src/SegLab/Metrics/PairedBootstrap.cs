using System.Runtime.InteropServices;
using SegLab.Numerics;

namespace SegLab.Metrics;

/// <summary>
/// The percentile bootstrap over images (Efron, Tibshirani 1993): images are drawn with replacement, again and again, and a score of all
/// drawn pixels together is taken each time. All scores come from the same draws, so that those of two methods can be compared in pairs.
/// </summary>
/// <remarks>It covers the choice of images, not the luck of a training run.</remarks>
public sealed class PairedBootstrap
{
    readonly int[][] draws;

    /// <summary>Draws the images of all resamples.</summary>
    /// <param name="images">How many images there are, at least 1.</param>
    /// <param name="resamples">How often to draw, at least 1.</param>
    /// <param name="seed">What to draw from; equal seeds give equal draws.</param>
    public PairedBootstrap(int images, int resamples = 2000, ulong seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(images);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(resamples);
        Images = images;
        draws = new int[resamples][];
        var random = new RandomStream(seed);
        for (int resample = 0; resample < resamples; resample++)
        {
            draws[resample] = new int[images];
            for (int i = 0; i < images; i++) draws[resample][random.NextInt(images)]++;
        }
    }

    PairedBootstrap(int images, int[][] draws) => (Images, this.draws) = (images, draws);

    /// <summary>How many images there are.</summary>
    public int Images { get; }

    /// <summary>Takes draws that were made elsewhere.</summary>
    /// <param name="images">How many images there are, at least 1.</param>
    /// <param name="resamples">For each resample the images that were drawn, from 0.</param>
    /// <exception cref="ArgumentException">A drawn image is not one of them.</exception>
    public static PairedBootstrap FromDraws(int images, IReadOnlyList<IReadOnlyList<int>> resamples)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(images);
        ArgumentNullException.ThrowIfNull(resamples);
        var draws = new int[resamples.Count][];
        for (int resample = 0; resample < draws.Length; resample++)
        {
            draws[resample] = new int[images];
            foreach (int image in resamples[resample])
            {
                if ((uint)image >= (uint)images) throw new ArgumentException($"Resample {resample} has drawn image {image}; images are 0 to {images - 1}.", nameof(resamples));
                draws[resample][image]++;
            }
        }

        return new(images, draws);
    }

    /// <summary>The mean over the drawn images of each resample; NaN is left out of it, and is the mean where nothing else was drawn.</summary>
    /// <param name="scores">A score an image, in the same order for all methods.</param>
    /// <exception cref="ArgumentException">There are more or fewer scores than images.</exception>
    public double[] Means(ReadOnlySpan<double> scores)
    {
        if (scores.Length != Images) throw new ArgumentException($"The bootstrap draws from {Images} images; there are {scores.Length} scores.", nameof(scores));
        var means = new double[draws.Length];
        for (int resample = 0; resample < means.Length; resample++)
        {
            double sum = 0;
            long count = 0;
            for (int i = 0; i < scores.Length; i++)
            {
                int times = draws[resample][i];
                if (times == 0 || double.IsNaN(scores[i])) continue;
                sum += times * scores[i];
                count += times;
            }

            means[resample] = sum / count;
        }

        return means;
    }

    /// <summary>Any score of the pixels of all drawn images together, of each resample: slower than <see cref="MeanIoU(IReadOnlyList{ConfusionMatrix})"/>.</summary>
    /// <param name="images">The confusion of each image, in the same order for all methods.</param>
    /// <param name="score">Say <c>matrix => matrix.FrequencyWeightedIoU</c>.</param>
    /// <exception cref="ArgumentException">There are more or fewer matrices than images.</exception>
    public double[] Scores(IReadOnlyList<ConfusionMatrix> images, Func<ConfusionMatrix, double> score)
    {
        ArgumentNullException.ThrowIfNull(score);
        Check(images);
        var scores = new double[draws.Length];
        var drawn = new ConfusionMatrix(images[0].Classes);
        for (int resample = 0; resample < scores.Length; resample++)
        {
            drawn.Clear();
            for (int i = 0; i < images.Count; i++)
                if (draws[resample][i] > 0) drawn.Merge(images[i], draws[resample][i]);
            scores[resample] = score(drawn);
        }

        return scores;
    }

    /// <summary>The mean IoU of each resample; NaN where it drew only images in which nothing counts.</summary>
    /// <param name="images">The confusion of each image, in the same order for all methods.</param>
    /// <exception cref="ArgumentException">There are more or fewer matrices than images.</exception>
    public double[] MeanIoU(IReadOnlyList<ConfusionMatrix> images)
    {
        Check(images);
        int classes = images[0].Classes;
        var intersections = new long[images.Count * classes];
        var unions = new long[images.Count * classes];
        for (int i = 0; i < images.Count; i++)
        {
            for (int label = 0; label < classes; label++)
            {
                long both = images[i][label, label];
                intersections[i * classes + label] = both;
                unions[i * classes + label] = images[i].TruePixels(label) + images[i].PredictedPixels(label) - both;
            }
        }

        var scores = new double[draws.Length];
        for (int resample = 0; resample < scores.Length; resample++) scores[resample] = MeanIoU(draws[resample], intersections, unions, classes);
        return scores;
    }

    /// <summary>The interval that holds the middle part of the resampled scores; NaN is left out.</summary>
    /// <param name="scores">A score a resample, or a difference of two scores.</param>
    /// <param name="level">The share of the scores to hold, between 0 and 1.</param>
    public static ConfidenceInterval Interval(ReadOnlySpan<double> scores, double level = 0.95)
    {
        if (!(level is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(level), level, "The level lies between 0 and 1.");
        var sorted = new List<double>(scores.Length);
        foreach (double score in scores)
        {
            if (!double.IsNaN(score)) sorted.Add(score);
        }

        sorted.Sort();
        ReadOnlySpan<double> ascending = CollectionsMarshal.AsSpan(sorted);
        return new ConfidenceInterval(Quantile.Of(ascending, (1 - level) / 2), Quantile.Of(ascending, (1 + level) / 2));
    }

    /// <summary>The standard error: the sample standard deviation of the resampled scores; NaN is left out.</summary>
    /// <param name="scores">A score a resample.</param>
    public static double StandardError(ReadOnlySpan<double> scores)
    {
        double[] values = [.. scores.ToArray().Where(score => !double.IsNaN(score))];
        double mean = values.DefaultIfEmpty(double.NaN).Average();
        return Math.Sqrt(values.Sum(score => (score - mean) * (score - mean)) / (values.Length - 1));
    }

    /// <summary>The interval of the difference of two methods on the same draws, the first less the second.</summary>
    public static ConfidenceInterval Difference(ReadOnlySpan<double> first, ReadOnlySpan<double> second, double level = 0.95)
    {
        if (first.Length != second.Length)
            throw new ArgumentException($"There are {first.Length} scores of the first and {second.Length} of the second.");
        var differences = new double[first.Length];
        for (int i = 0; i < differences.Length; i++) differences[i] = first[i] - second[i];
        return Interval(differences, level);
    }

    static double MeanIoU(int[] times, long[] intersections, long[] unions, int classes)
    {
        double sum = 0;
        int scored = 0;
        for (int label = 0; label < classes; label++)
        {
            long intersection = 0, union = 0;
            for (int i = 0; i < times.Length; i++)
            {
                intersection += times[i] * intersections[i * classes + label];
                union += times[i] * unions[i * classes + label];
            }

            if (union == 0) continue;
            sum += (double)intersection / union;
            scored++;
        }

        return scored == 0 ? double.NaN : sum / scored;
    }

    void Check(IReadOnlyList<ConfusionMatrix> images)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Count != Images)
            throw new ArgumentException($"The bootstrap draws from {Images} images; there are {images.Count} confusion matrices.", nameof(images));
    }
}
