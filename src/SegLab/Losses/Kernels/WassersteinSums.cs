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
    // M, a row a channel with the distances from all classes; and what each class weighs, a row an image. Padded to whole vectors.
    readonly PinnedMemory<float> distances = new(), classWeights = new();
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
        classWeights.Reserve(images * pitch);
        new Span<float>(classWeights.Pointer, images * pitch).Clear();
        for (int image = 0; image < images; image++)
        {
            Weighted[image] = 0;
            for (int y = 0; y < channels; y++)
            {
                double pixels = counts.ClassOf(image, y), weight = WeightOf(y, new Real64(pixels)).Value;
                Weighted[image] += weight * pixels;
                WeightsOf(image)[y] = (float)weight;
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

    float* WeightsOf(int image) => classWeights.Pointer + image * pitch;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Add(Tile tile, int label, int channel, float* p, float* times, float* lanes)
    {
        Vector512<float> sumOfWeighted = Vector512<float>.Zero, sum = Vector512<float>.Zero;
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
        {
            (Vector512<float> distance, Vector512<float> weighted) = At(tile, channel, i);
            Vector512<float> share = Vector512.Load(p + i) * Vector512.Load(times + i) * Vector512.Load(tile.Weights + i);
            sumOfWeighted += share * weighted;
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
            (Vector512<float> distance, Vector512<float> weighted) = At(tile, channel, i);
            Vector512<float> slope = (byWeighted * weighted + byPlain * distance) * Vector512.Load(tile.Weights + i);
            if (add) slope += Vector512.Load(destination + i);
            slope.Store(destination + i);
        }
    }

    /// <inheritdoc/>
    /// <remarks>What a pixel's class weighs is the same for all channels, and so is what their sums are for: where there is a label, channel 0 takes it all.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void AddChannels(Tile tile, float* lanes)
    {
        if (tile.Soft != null)
        {
            base.AddChannels(tile, lanes);
            return;
        }

        Vector512<float> sumOfWeighted = Vector512<float>.Zero, sum = Vector512<float>.Zero;
        float* weights = WeightsOf(tile.Image);
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
        {
            Vector512<int> labels = Vector512.Load(tile.Labels + i);
            Vector512<float> distance = Vector512<float>.Zero;
            float* exponentials = tile.Exponentials + i, row = distances.Pointer;
            for (int k = 0; k < tile.Channels; k++)
            {
                distance = Vector512.MultiplyAddEstimate(Vector512.Load(exponentials), Of(row, labels), distance);
                exponentials += tile.Size;
                row += pitch;
            }

            distance *= Vector512.Load(tile.Inverse + i) * Vector512.Load(tile.Weights + i);
            sum += distance;
            sumOfWeighted = Vector512.MultiplyAddEstimate(distance, Of(weights, labels), sumOfWeighted);
        }

        AddTo(lanes, sumOfWeighted, sum, Vector512<float>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void DifferentiateChannels(Tile tile, bool add)
    {
        if (tile.Soft != null)
        {
            base.DifferentiateChannels(tile, add);
            return;
        }

        ReadOnlySpan<double> slopes = SlopesOf(tile.Image, 0, tile.Channels);
        Vector512<float> byWeighted = Vector512.Create((float)slopes[0]), byPlain = Vector512.Create((float)slopes[1]);
        float* weights = WeightsOf(tile.Image);
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
        {
            Vector512<int> labels = Vector512.Load(tile.Labels + i);
            Vector512<float> byDistance = Vector512.MultiplyAddEstimate(byWeighted, Of(weights, labels), byPlain) * Vector512.Load(tile.Weights + i);
            float* destination = tile.RegionSlopes + i, row = distances.Pointer;
            for (int k = 0; k < tile.Channels; k++)
            {
                Vector512<float> slope = byDistance * Of(row, labels);
                if (add) slope += Vector512.Load(destination);
                slope.Store(destination);
                destination += tile.Size;
                row += pitch;
            }
        }
    }

    /// <summary>M[y, k] of sixteen pixels, and the same times the weight of y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    (Vector512<float> Distance, Vector512<float> Weighted) At(Tile tile, int channel, int i)
    {
        float* row = distances.Pointer + channel * pitch, weights = WeightsOf(tile.Image);
        if (tile.Soft == null)
        {
            Vector512<int> labels = Vector512.Load(tile.Labels + i);
            Vector512<float> ofLabel = Of(row, labels);
            return (ofLabel, ofLabel * Of(weights, labels));
        }

        Vector512<float> distance = Vector512<float>.Zero, weighted = Vector512<float>.Zero;
        for (int y = 0; y < classes; y++)
        {
            Vector512<float> share = Vector512.Load(tile.Soft + y * tile.SoftStride + i) * Vector512.Create(row[y]);
            distance += share;
            weighted += share * Vector512.Create(weights[y]);
        }

        return (distance, weighted);
    }

    /// <summary>What a row has for each of sixteen labels; for none, any number of it or 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Vector512<float> Of(float* row, Vector512<int> labels)
    {
        if (pitch == 2 * Lanes.Count && Avx512F.IsSupported)
            return Avx512F.PermuteVar16x32x2(Vector512.Load(row), labels, Vector512.Load(row + Lanes.Count));

        // A label outside a block's sixteen picks 0.
        Vector512<float> found = Vector512<float>.Zero;
        for (int block = 0; block < pitch; block += Lanes.Count)
            found += Vector512.Shuffle(Vector512.Load(row + block), labels - Vector512.Create(block));
        return found;
    }
}
