using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SegLab.Numerics;

namespace SegLab.Losses.Kernels;

/// <summary>The three sums of each image and class under one measure, which all region terms of that measure share.</summary>
abstract unsafe class OverlapSums
{
    /// <summary>Numbers a class has: intersection, predicted, target.</summary>
    public const int Width = 3;

    /// <summary>The sums, <c>[image, class, 3]</c>; set for each call.</summary>
    public double[] Sums { get; set; } = [];

    /// <summary>d loss / d sums in the same layout; set for each call.</summary>
    public double[] Slopes { get; set; } = [];

    /// <summary>Adds one channel of a tile to its three sums. Probabilities are given as a product of two rows.</summary>
    public abstract void Add(Tile tile, int label, int channel, float* p, float* times, double* sums);

    /// <summary>Writes d loss / d p of one channel to <paramref name="destination"/>, or adds it to what is there.</summary>
    public abstract void Differentiate(Tile tile, int label, int channel, float* p, float* times, float* destination, bool add);
}

/// <inheritdoc/>
sealed unsafe class OverlapSums<TMeasure> : OverlapSums
    where TMeasure : struct, IOverlapMeasure
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Add(Tile tile, int label, int channel, float* p, float* times, double* sums)
    {
        Vector512<float> intersection = Vector512<float>.Zero;
        Vector512<float> predicted = Vector512<float>.Zero;
        Vector512<float> target = Vector512<float>.Zero;
        float* soft = tile.Soft == null ? null : tile.Soft + channel * tile.SoftStride;
        float* weights = tile.Weights;
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

        sums[0] += Vector512.Sum(intersection);
        sums[1] += Vector512.Sum(predicted);
        sums[2] += Vector512.Sum(target);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Differentiate(Tile tile, int label, int channel, float* p, float* times, float* destination, bool add)
    {
        ReadOnlySpan<double> slopes = Slopes.AsSpan((tile.Image * tile.Channels + channel) * Width, Width);
        Vector512<float> byIntersection = Vector512.Create((float)slopes[0]);
        Vector512<float> byPredicted = Vector512.Create((float)slopes[1]);
        Vector512<float> byTarget = Vector512.Create((float)slopes[2]);
        float* soft = tile.Soft == null ? null : tile.Soft + channel * tile.SoftStride;
        float* weights = tile.Weights;
        int count = tile.Padded;
        for (int i = 0; i < count; i += Lanes.Count)
        {
            Overlap<Dual<Lanes>> share = TMeasure.Invoke(
                Dual<Lanes>.Variable(new(Vector512.Load(p + i) * Vector512.Load(times + i))),
                Dual<Lanes>.Fixed(new(tile.Target(label, soft, i))));
            Vector512<float> slope = share.Intersection.Slope.Vector * byIntersection
                + share.Predicted.Slope.Vector * byPredicted
                + share.Target.Slope.Vector * byTarget;
            slope *= Vector512.Load(weights + i);
            if (add) slope += Vector512.Load(destination + i);
            slope.Store(destination + i);
        }
    }
}
