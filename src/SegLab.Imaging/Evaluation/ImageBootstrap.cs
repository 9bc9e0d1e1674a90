using SegLab.Metrics;
using SegLab.Numerics;

namespace SegLab.Imaging.Evaluation;

/// <summary>
/// The percentile bootstrap over images (Efron, Tibshirani 1993) of the scores of a whole set: images are drawn with replacement, and all scores of
/// all predictions are taken from the same draws. Memory does not grow with the number of resamples times images.
/// </summary>
sealed class ImageBootstrap
{
    const ulong Seed = 20260101;
    readonly int resamples, images;

    public ImageBootstrap(int images, int resamples = 1000) => (this.images, this.resamples) = (images, resamples);

    /// <summary>The scores of each resample.</summary>
    public ResampledScores[] Run(IReadOnlyList<PredictionScores> predictions, int classes, IReadOnlyCollection<int> excluded, int threads)
    {
        // Of each image only the classes that it has.
        var begins = new int[images + 1];
        var labels = new List<int>();
        var counts = new List<ClassCounts>();
        for (int i = 0; i < images; i++)
        {
            foreach ((int label, ClassCounts found) in predictions[i].ByClass())
            {
                labels.Add(label);
                counts.Add(found);
            }

            begins[i + 1] = labels.Count;
        }

        var averaging = new ClassAveraging { ExcludedClasses = excluded };
        var scores = new ResampledScores[resamples];
        Parallel.For(0, resamples, new ParallelOptions { MaxDegreeOfParallelism = threads }, () => (new int[images], new ClassCounts[classes]), (resample, _, memory) =>
        {
            (int[] times, ClassCounts[] total) = memory;
            Array.Clear(times);
            Array.Clear(total);
            var random = new RandomStream(Seed, (ulong)resample);
            for (int i = 0; i < images; i++) times[random.NextInt(images)]++;
            long right = 0, pixels = 0;
            for (int i = 0; i < images; i++)
            {
                long weight = times[i];
                if (weight == 0) continue;
                for (int j = begins[i]; j < begins[i + 1]; j++)
                {
                    ClassCounts one = counts[j];
                    total[labels[j]] += new ClassCounts(weight * one.TruePositives, weight * one.FalsePositives, weight * one.FalseNegatives, 0);
                    right += weight * one.TruePositives;
                    pixels += weight * one.TruePixels;
                }
            }

            scores[resample] = new ResampledScores(
                (double)right / pixels,
                averaging.Of(total, counted => counted.Recall),
                averaging.Of(total, counted => counted.IoU),
                averaging.Of(total, counted => counted.Dice));
            return memory;
        }, _ => { });
        return scores;
    }
}

/// <summary>Scores of one resample.</summary>
readonly record struct ResampledScores(double PixelAccuracy, double MeanAccuracy, double MeanIoU, double MeanDice);
