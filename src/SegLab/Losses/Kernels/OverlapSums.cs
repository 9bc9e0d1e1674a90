using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SegLab.Numerics;

namespace SegLab.Losses.Kernels;

/// <summary>The sums of each image and class under one measure, which all region terms of that measure share.</summary>
abstract unsafe class OverlapSums
{
    /// <summary>Numbers that a class has: intersection, predicted, target.</summary>
    public const int Width = 3;

    /// <summary>The sums, <c>[image, class, 3]</c>; set for each call.</summary>
    public double[] Sums { get; private set; } = [];

    /// <summary>d loss / d sums in the same layout; set for each call.</summary>
    public double[] Slopes { get; private set; } = [];

    /// <summary>The number of pixels that count in each image, by their weights; set for each call.</summary>
    public double[] Pixels { get; private set; } = [];

    /// <summary>What a pixel adds.</summary>
    public OverlapMeasure? Measure { get; init; }

    /// <summary>Whether the pixels of each class have to be counted beforehand.</summary>
    public virtual bool NeedsClassCounts => false;

    /// <summary>Pixel weights of the measure's own, or null.</summary>
    public WeightMap? Map { get; init; }

    /// <summary>Whether these weigh as their squares.</summary>
    public bool SquaredMap { get; init; }

    public Span<double> SumsOf(int image, int channel, int channels) => Sums.AsSpan((image * channels + channel) * Width, Width);

    public Span<double> SlopesOf(int image, int channel, int channels) => Slopes.AsSpan((image * channels + channel) * Width, Width);

    public ReadOnlySpan<double> SlopesOf(int image, int channels) => Slopes.AsSpan(image * channels * Width, channels * Width);

    /// <summary>Whether the sums are the plain ones, without weights of their own.</summary>
    public bool IsPlain => Measure == OverlapMeasure.Linear && Map is null;

    /// <summary>Makes ready for a call, when the targets have been counted.</summary>
    public virtual void Prepare(TargetCounts counts, int images, int channels)
    {
        if (Pixels.Length != images) Pixels = new double[images];
        int length = images * channels * Width;
        if (Sums.Length != length) (Sums, Slopes) = (new double[length], new double[length]);
        Array.Clear(Sums);
        Array.Clear(Slopes);
        for (int image = 0; image < images; image++) Pixels[image] = counts.WeightsOf(image);
    }

    /// <summary>What one pixel adds, over any number.</summary>
    /// <exception cref="NotSupportedException">It takes more than a probability and a target: the term says what.</exception>
    public virtual Overlap<T> Share<T>(T p, T y)
        where T : struct, IReal<T> => throw new NotSupportedException("A pixel's share depends on more than its probability and its target.");

    /// <summary>Adds one channel of a tile to its three sums, each a vector of lanes. Probabilities are given as a product of two rows.</summary>
    public abstract void Add(Tile tile, int label, int channel, float* p, float* times, float* lanes);

    /// <summary>Writes d loss / d p of one channel to <paramref name="destination"/>, or adds it to what is there.</summary>
    public abstract void Differentiate(Tile tile, int label, int channel, float* p, float* times, float* destination, bool add);

    /// <summary>Adds all channels of a tile under a softmax. Probabilities are given as exponentials, a row a channel, and the inverse of their sum.</summary>
    public virtual void AddChannels(Tile tile, float* lanes)
    {
        for (int k = 0; k < tile.Channels; k++)
            Add(tile, k, k, tile.Exponentials + k * tile.Size, tile.Inverse, lanes + k * Width * Lanes.Count);
    }

    /// <summary>Writes the slopes by the probabilities of all channels likewise, or adds them to what is there.</summary>
    public virtual void DifferentiateChannels(Tile tile, bool add)
    {
        for (int k = 0; k < tile.Channels; k++)
            Differentiate(tile, k, k, tile.Exponentials + k * tile.Size, tile.Inverse, tile.RegionSlopes + k * tile.Size, add);
    }

    /// <summary>Adds to the lanes of a class.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTo(float* lanes, Vector512<float> intersection, Vector512<float> predicted, Vector512<float> target)
    {
        (Vector512.Load(lanes) + intersection).Store(lanes);
        (Vector512.Load(lanes + Lanes.Count) + predicted).Store(lanes + Lanes.Count);
        (Vector512.Load(lanes + 2 * Lanes.Count) + target).Store(lanes + 2 * Lanes.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected float* WeightsOf(Tile tile)
    {
        if (Map is null) return tile.Weights;
        float* map = tile.Row(Map);
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
        {
            Vector512<float> weight = Vector512.Load(map + i);
            if (SquaredMap) weight *= weight;
            (weight * Vector512.Load(tile.Weights + i)).Store(tile.TermWeights + i);
        }

        return tile.TermWeights;
    }
}

/// <inheritdoc/>
sealed unsafe class OverlapSums<TMeasure> : OverlapSums
    where TMeasure : struct, IOverlapMeasure
{
    public override Overlap<T> Share<T>(T p, T y) => TMeasure.Invoke(p, y);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Add(Tile tile, int label, int channel, float* p, float* times, float* lanes)
    {
        Vector512<float> intersection = Vector512<float>.Zero;
        Vector512<float> predicted = Vector512<float>.Zero;
        Vector512<float> target = Vector512<float>.Zero;
        float* soft = tile.Soft == null ? null : tile.Soft + channel * tile.SoftStride;
        float* weights = WeightsOf(tile);
        int count = tile.Padded;
        for (int i = 0; i < count; i += Lanes.Count)
        {
            Vector512<float> weight = Vector512.Load(weights + i);
            Overlap<Lanes> share = TMeasure.Invoke(
                new Lanes(Vector512.Load(p + i) * Vector512.Load(times + i)),
                new Lanes(tile.Target(label, soft, i)));
            intersection += weight * share.Intersection.Vector;
            predicted += weight * share.Predicted.Vector;
            target += weight * share.Target.Vector;
        }

        AddTo(lanes, intersection, predicted, target);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Differentiate(Tile tile, int label, int channel, float* p, float* times, float* destination, bool add)
    {
        ReadOnlySpan<double> slopes = SlopesOf(tile.Image, channel, tile.Channels);

        // By true and by false positives: where a class has next to none of the latter the slopes by intersection and predicted are large and cancel.
        Vector512<float> there = Vector512.Create((float)(slopes[0] + slopes[1]));
        Vector512<float> elsewhere = Vector512.Create((float)slopes[1]);
        Vector512<float> byTarget = Vector512.Create((float)slopes[2]);
        float* soft = tile.Soft == null ? null : tile.Soft + channel * tile.SoftStride;
        float* weights = WeightsOf(tile);
        int count = tile.Padded;
        for (int i = 0; i < count; i += Lanes.Count)
        {
            Overlap<Dual<Lanes>> share = TMeasure.Invoke(
                Dual<Lanes>.Variable(new(Vector512.Load(p + i) * Vector512.Load(times + i))),
                Dual<Lanes>.Fixed(new(tile.Target(label, soft, i))));
            Vector512<float> slope = share.Intersection.Slope.Vector * there
                + share.FalsePositives.Slope.Vector * elsewhere
                + share.Target.Slope.Vector * byTarget;
            slope *= Vector512.Load(weights + i);
            if (add) slope += Vector512.Load(destination + i);
            slope.Store(destination + i);
        }
    }
}
