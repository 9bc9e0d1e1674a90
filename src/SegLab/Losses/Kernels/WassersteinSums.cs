using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using SegLab.Numerics;

namespace SegLab.Losses.Kernels;

/// <summary>
/// How far the pixels' predictions are from their classes: for each channel k the sums over the pixels of M[y, k] p_k, once weighed by the
/// pixel's class and once plain. Both are linear in p.
/// </summary>
sealed unsafe class WassersteinSums(GeneralizedWassersteinDiceLoss loss) : OverlapSums
{
    // M and, for each image, M with its rows weighed: a row a channel, padded to whole vectors.
    readonly PinnedMemory<float> distances = new(), weighted = new();
    int classes, pitch;

    public override bool NeedsClassCounts => true;

    /// <summary>The sum of the class weights over an image's pixels.</summary>
    public double[] Weighted { get; private set; } = [];

    /// <inheritdoc/>
    public override void Prepare(TargetCounts counts, int images, int channels)
    {
        base.Prepare(counts, images, channels);
        if (classes != channels) SetDistances(channels);
        if (Weighted.Length != images) Weighted = new double[images];
        weighted.Reserve(images * channels * pitch);
        for (int image = 0; image < images; image++)
        {
            Weighted[image] = 0;
            float* rows = weighted.Pointer + image * channels * pitch;
            new Span<float>(rows, channels * pitch).Clear();
            for (int y = 0; y < channels; y++)
            {
                double pixels = counts.ClassOf(image, y), weight = WeightOf(y, new Real64(pixels)).Value;
                Weighted[image] += weight * pixels;
                for (int k = 0; k < channels; k++) rows[k * pitch + y] = (float)weight * distances.Pointer[k * pitch + y];
            }
        }
    }

    /// <summary>What a class weighs in an image where it has some number of pixels.</summary>
    public T WeightOf<T>(int label, T pixels)
        where T : struct, IReal<T> =>
        loss.Weighting == WassersteinWeighting.Volume ? T.Constant(1) / (1 + pixels) : T.Constant(label == 0 ? 0 : 1);

    /// <summary>M[label, channel], 0 to 1.</summary>
    public float DistanceOf(int label, int channel) =>
        loss.Distances is { } given ? given[label, channel] / given.Largest : label == channel ? 0 : 1;

    void SetDistances(int channels)
    {
        (classes, pitch) = (channels, (channels + Lanes.Count - 1) / Lanes.Count * Lanes.Count);
        distances.Reserve(channels * pitch);
        new Span<float>(distances.Pointer, channels * pitch).Clear();
        for (int k = 0; k < channels; k++)
            for (int y = 0; y < channels; y++)
                distances.Pointer[k * pitch + y] = DistanceOf(y, k);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Add(Tile tile, int label, int channel, float* p, float* times, float* lanes)
    {
        Vector512<float> sumOfWeighted = Vector512<float>.Zero, sum = Vector512<float>.Zero;
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
        {
            (Vector512<float> distance, Vector512<float> ofWeighted) = At(tile, channel, i);
            Vector512<float> share = Vector512.Load(p + i) * Vector512.Load(times + i) * Vector512.Load(tile.Weights + i);
            sumOfWeighted += share * ofWeighted;
            sum += share * distance;
        }

        AddTo(lanes, sumOfWeighted, sum, Vector512<float>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Differentiate(Tile tile, int label, int channel, float* p, float* times, float* destination, bool add)
    {
        ReadOnlySpan<double> slopes = SlopesOf(tile.Image, channel, tile.Channels);
        Vector512<float> byWeighted = Vector512.Create((float)slopes[0]), byPlain = Vector512.Create((float)slopes[1]);
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
        {
            (Vector512<float> distance, Vector512<float> ofWeighted) = At(tile, channel, i);
            Vector512<float> slope = (byWeighted * ofWeighted + byPlain * distance) * Vector512.Load(tile.Weights + i);
            if (add) slope += Vector512.Load(destination + i);
            slope.Store(destination + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> OfThirtyTwo(float* row, Vector512<int> labels) =>
        Avx512F.PermuteVar16x32x2(Vector512.Load(row), labels, Vector512.Load(row + Lanes.Count));

    /// <summary>M[y, k] of sixteen pixels, and the same times the weight of y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    (Vector512<float> Distance, Vector512<float> Weighted) At(Tile tile, int channel, int i)
    {
        float* plain = distances.Pointer + channel * pitch, times = weighted.Pointer + (tile.Image * classes + channel) * pitch;
        Vector512<float> distance = Vector512<float>.Zero, weighed = Vector512<float>.Zero;
        if (tile.Soft == null)
        {
            // A label outside a block's sixteen picks 0.
            Vector512<int> labels = Vector512.Load(tile.Labels + i);
            if (pitch == 2 * Lanes.Count && Avx512F.IsSupported) return (OfThirtyTwo(plain, labels), OfThirtyTwo(times, labels));
            for (int block = 0; block < pitch; block += Lanes.Count)
            {
                Vector512<int> within = labels - Vector512.Create(block);
                distance += Vector512.Shuffle(Vector512.Load(plain + block), within);
                weighed += Vector512.Shuffle(Vector512.Load(times + block), within);
            }

            return (distance, weighed);
        }

        for (int y = 0; y < classes; y++)
        {
            Vector512<float> share = Vector512.Load(tile.Soft + y * tile.SoftStride + i);
            distance += share * Vector512.Create(plain[y]);
            weighed += share * Vector512.Create(times[y]);
        }

        return (distance, weighed);
    }
}
