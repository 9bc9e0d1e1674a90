using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SegLab.Numerics;

namespace SegLab.Losses.Kernels;

/// <summary>
/// How far the pixels' predictions are from their classes: for each channel k the sums over the pixels of M[y, k] p_k, once weighed by the
/// pixel's class and once plain. Both are linear in p.
/// </summary>
sealed unsafe class WassersteinSums(GeneralizedWassersteinDiceLoss loss) : OverlapSums
{
    float[] distances = [];
    float[] weights = [];
    int classes;

    public override bool NeedsClassCounts => true;

    /// <summary>The sum of the class weights over an image's pixels.</summary>
    public double[] Weighted { get; private set; } = [];

    /// <inheritdoc/>
    public override void Prepare(TargetCounts counts, int images, int channels)
    {
        base.Prepare(counts, images, channels);
        if (classes != channels) SetDistances(channels);
        if (weights.Length != images * channels) (weights, Weighted) = (new float[images * channels], new double[images]);
        for (int image = 0; image < images; image++)
        {
            Weighted[image] = 0;
            for (int k = 0; k < channels; k++)
            {
                double pixels = counts.ClassOf(image, k);
                double weight = loss.Weighting == WassersteinWeighting.Volume ? 1 / (pixels + 1) : k == 0 ? 0 : 1;
                weights[image * channels + k] = (float)weight;
                Weighted[image] += weight * pixels;
            }
        }
    }

    void SetDistances(int channels)
    {
        classes = channels;
        distances = new float[channels * channels];
        for (int from = 0; from < channels; from++)
            for (int to = 0; to < channels; to++)
                distances[from * channels + to] = loss.Distances is { } given ? given[from, to] / given.Largest : from == to ? 0 : 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Add(Tile tile, int label, int channel, float* p, float* times, double* sums)
    {
        Vector512<float> weighted = Vector512<float>.Zero, plain = Vector512<float>.Zero;
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
        {
            (Vector512<float> distance, Vector512<float> ofWeighted) = At(tile, channel, i);
            Vector512<float> share = Vector512.Load(p + i) * Vector512.Load(times + i) * Vector512.Load(tile.Weights + i);
            weighted += share * ofWeighted;
            plain += share * distance;
        }

        sums[0] += Vector512.Sum(weighted);
        sums[1] += Vector512.Sum(plain);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Differentiate(Tile tile, int label, int channel, float* p, float* times, float* destination, bool add)
    {
        ReadOnlySpan<double> slopes = SlopesOf(tile.Image, channel, tile.Channels);
        Vector512<float> byWeighted = Vector512.Create((float)slopes[0]), byPlain = Vector512.Create((float)slopes[1]);
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
        {
            (Vector512<float> distance, Vector512<float> weighted) = At(tile, channel, i);
            Vector512<float> slope = (byWeighted * weighted + byPlain * distance) * Vector512.Load(tile.Weights + i);
            if (add) slope += Vector512.Load(destination + i);
            slope.Store(destination + i);
        }
    }

    /// <summary>M[y, k] of sixteen pixels, and the same times the weight of y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    (Vector512<float> Distance, Vector512<float> Weighted) At(Tile tile, int channel, int i)
    {
        Vector512<float> distance = Vector512<float>.Zero, weighted = Vector512<float>.Zero;
        for (int y = 0; y < classes; y++)
        {
            float d = distances[y * classes + channel];
            if (d == 0) continue;
            float* soft = tile.Soft == null ? null : tile.Soft + y * tile.SoftStride;
            Vector512<float> here = tile.Target(y, soft, i) * Vector512.Create(d);
            distance += here;
            weighted += here * Vector512.Create(weights[tile.Image * classes + y]);
        }

        return (distance, weighted);
    }
}
