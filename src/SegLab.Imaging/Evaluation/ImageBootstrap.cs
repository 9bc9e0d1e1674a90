using System.Collections.Concurrent;
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
/// it runs eight at a time. Counts are whole numbers below 2^53, which doubles add exactly, and so in any order: images are taken as many at a time as
/// memory is meant to hold, and the same images are drawn again for each lot.
/// </remarks>
/// <param name="images">How many images there are.</param>
/// <param name="resamples">How often to draw.</param>
/// <param name="most">How many images are in memory at a time.</param>
sealed class ImageBootstrap(int images, int resamples = 1000, int most = 1 << 16)
{
    const ulong Seed = 20260101;

    /// <summary>Resamples whose draws are in memory at a time, a byte an image.</summary>
    const int Block = 64;

    /// <summary>True positives, true pixels and predicted pixels of a class.</summary>
    const int Width = 3;

    /// <summary>Classes that a lot of images has all together, or as many as its last image needs.</summary>
    const int MostClasses = 1 << 19;

    /// <summary>The scores of each resample.</summary>
    public ResampledScores[] Run(IEnumerable<PredictionScores> predictions, int classes, IReadOnlyCollection<int> excluded, int threads)
    {
        BlockSums[] sums = [.. Enumerable.Range(0, (resamples + Block - 1) / Block).Select(block =>
            new BlockSums(block * Block, Math.Min(Block, resamples - block * Block), classes))];
        var lot = new ImageLot();
        var memory = new ConcurrentBag<byte[]>();
        int added = 0;
        foreach (PredictionScores scores in predictions)
        {
            lot.Add(scores);
            added++;
            if (lot.Images < most && lot.Classes < MostClasses && added < images) continue;
            int first = added - lot.Images;
            Parallel.ForEach(sums, new ParallelOptions { MaxDegreeOfParallelism = threads }, () => memory.TryTake(out byte[]? times) ? times : new byte[Block * Math.Min(most, images)], (block, _, times) =>
            {
                block.Add(lot, first, images, times);
                return times;
            }, memory.Add);
            lot.Clear();
        }

        var averaging = new ClassAveraging { ExcludedClasses = excluded };
        return [.. sums.SelectMany(block => block.Scores(averaging))];
    }

    /// <summary>What some images count, one after the other: of each only the classes that it has. No image has more pixels than an array has elements.</summary>
    sealed class ImageLot
    {
        readonly List<int> begins = [0], labels = [], counts = [];

        public int Images => begins.Count - 1;

        public int Classes => labels.Count;

        public void Add(PredictionScores scores)
        {
            foreach ((int label, ClassCounts found) in scores.ByClass())
            {
                labels.Add(label);
                counts.AddRange([(int)found.TruePositives, (int)found.TruePixels, (int)found.PredictedPixels]);
            }

            begins.Add(labels.Count);
        }

        public void Clear()
        {
            CollectionsMarshal.SetCount(begins, 1);
            labels.Clear();
            counts.Clear();
        }

        public ReadOnlySpan<int> Labels(int image) => CollectionsMarshal.AsSpan(labels)[begins[image]..begins[image + 1]];

        public ReadOnlySpan<int> Counts(int image) => CollectionsMarshal.AsSpan(counts)[(Width * begins[image])..(Width * begins[image + 1])];
    }

    /// <summary>The sums of a block of resamples.</summary>
    sealed class BlockSums(int first, int count, int classes)
    {
        readonly double[] sums = new double[classes * Width * Block];
        readonly double[] weights = new double[Block];

        /// <summary>Adds a lot of images, as often as each resample draws each of them.</summary>
        /// <param name="lot">The images.</param>
        /// <param name="begin">The number of the first.</param>
        /// <param name="images">How many there are in all.</param>
        /// <param name="times">Memory for a byte an image of the lot and resample.</param>
        public void Add(ImageLot lot, int begin, int images, byte[] times)
        {
            Array.Clear(times);
            for (int lane = 0; lane < count; lane++) Draw(times, lane, begin, lot.Images, images);
            for (int i = 0; i < lot.Images; i++) Add(times.AsSpan(i * Block, Block), lot.Labels(i), lot.Counts(i));
        }

        void Draw(byte[] times, int lane, int begin, int lotImages, int images)
        {
            var random = new RandomStream(Seed, (ulong)(first + lane));
            for (int i = 0; i < images; i++)
                if ((uint)(random.NextInt(images) - begin) is var place && place < (uint)lotImages) times[place * Block + lane]++;
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void Add(ReadOnlySpan<byte> drawn, ReadOnlySpan<int> labels, ReadOnlySpan<int> counts)
        {
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

        /// <summary>The scores of each resample.</summary>
        public IEnumerable<ResampledScores> Scores(ClassAveraging averaging) => Enumerable.Range(0, count).Select(lane => Scores(lane, averaging));

        ResampledScores Scores(int lane, ClassAveraging averaging)
        {
            var total = new ClassCounts[classes];
            double right = 0, pixels = 0;
            for (int label = 0; label < classes; label++)
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
