using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SegLab.Metrics;
using SegLab.Numerics;

namespace SegLab.Imaging.Evaluation;

/// <summary>
/// The percentile bootstrap over images (Efron, Tibshirani 1993) of the scores of a whole set: images are drawn with replacement, and all scores of
/// all predictions are taken from the same draws.
/// </summary>
/// <remarks>
/// Sums over drawn images are a product of two matrices, how often each image was drawn and what it counts; resamples are next to each other, so that
/// it runs eight at a time. Counts are whole numbers below 2^53, which doubles add exactly.
/// </remarks>
sealed class ImageBootstrap(int images, int resamples = 1000)
{
    const ulong Seed = 20260101;

    /// <summary>Resamples whose draws are in memory at a time, a byte an image.</summary>
    const int Block = 64;

    /// <summary>True positives, true pixels and predicted pixels of a class.</summary>
    const int Width = 3;

    /// <summary>The scores of each resample.</summary>
    public ResampledScores[] Run(IReadOnlyList<PredictionScores> predictions, int classes, IReadOnlyCollection<int> excluded, int threads)
    {
        // Of each image only the classes that it has. No image has more pixels than an array has elements.
        var begins = new int[images + 1];
        var labels = new List<int>();
        var counts = new List<int>();
        for (int i = 0; i < images; i++)
        {
            foreach ((int label, ClassCounts found) in predictions[i].ByClass())
            {
                labels.Add(label);
                counts.AddRange([(int)found.TruePositives, (int)found.TruePixels, (int)found.PredictedPixels]);
            }

            begins[i + 1] = labels.Count;
        }

        var averaging = new ClassAveraging { ExcludedClasses = excluded };
        var scores = new ResampledScores[resamples];
        int blocks = (resamples + Block - 1) / Block;
        Parallel.For(0, blocks, new ParallelOptions { MaxDegreeOfParallelism = threads }, () => new Memory(images, classes), (block, _, memory) =>
        {
            int first = block * Block, count = Math.Min(Block, resamples - first);
            memory.Draw(images, first, count);
            for (int i = 0; i < images; i++) memory.Add(i, Of(labels, i, 1), Of(counts, i, Width));
            for (int lane = 0; lane < count; lane++) scores[first + lane] = memory.Scores(lane, averaging);
            return memory;
        }, _ => { });
        return scores;

        Span<T> Of<T>(List<T> all, int image, int width) => CollectionsMarshal.AsSpan(all)[(width * begins[image])..(width * begins[image + 1])];
    }

    /// <summary>What a thread needs: the draws of a block of resamples, and their sums.</summary>
    sealed class Memory(int images, int classes)
    {
        readonly byte[] times = new byte[images * Block];
        readonly double[] sums = new double[classes * Width * Block];
        readonly double[] weights = new double[Block];
        readonly ClassCounts[] total = new ClassCounts[classes];

        public void Draw(int images, int first, int count)
        {
            Array.Clear(times);
            Array.Clear(sums);
            for (int lane = 0; lane < count; lane++)
            {
                var random = new RandomStream(Seed, (ulong)(first + lane));
                for (int i = 0; i < images; i++) times[random.NextInt(images) * Block + lane]++;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Add(int image, ReadOnlySpan<int> labels, ReadOnlySpan<int> counts)
        {
            ReadOnlySpan<byte> drawn = times.AsSpan(image * Block, Block);
            for (int lane = 0; lane < Block; lane++) weights[lane] = drawn[lane];
            for (int j = 0; j < labels.Length; j++)
            {
                for (int k = 0; k < Width; k++)
                {
                    Vector512<double> value = Vector512.Create((double)counts[j * Width + k]);
                    Span<double> sum = sums.AsSpan((labels[j] * Width + k) * Block, Block);
                    for (int lane = 0; lane < Block; lane += Vector512<double>.Count)
                        Vector512.MultiplyAddEstimate(Vector512.LoadUnsafe(ref weights[lane]), value, Vector512.LoadUnsafe(ref sum[lane])).StoreUnsafe(ref sum[lane]);
                }
            }
        }

        public ResampledScores Scores(int lane, ClassAveraging averaging)
        {
            double right = 0, pixels = 0;
            for (int label = 0; label < total.Length; label++)
            {
                double both = Sum(0), truth = Sum(1), predicted = Sum(2);
                total[label] = new ClassCounts((long)both, (long)(predicted - both), (long)(truth - both), 0);
                right += both;
                pixels += truth;

                double Sum(int k) => sums[(label * Width + k) * Block + lane];
            }

            return new ResampledScores(
                right / pixels,
                averaging.Of(total, counted => counted.Recall),
                averaging.Of(total, counted => counted.IoU),
                averaging.Of(total, counted => counted.Dice));
        }
    }
}

/// <summary>Scores of one resample.</summary>
readonly record struct ResampledScores(double PixelAccuracy, double MeanAccuracy, double MeanIoU, double MeanDice);
