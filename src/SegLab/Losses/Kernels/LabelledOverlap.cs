using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SegLab.Numerics;

namespace SegLab.Losses.Kernels;

/// <summary>
/// The plain sums of all classes and their gradient, where every pixel has one label: the case of most region losses, in which d loss / d p
/// is one number for a class's own pixels and another for the rest, so that no slope needs to be kept.
/// </summary>
static unsafe class LabelledOverlap
{
    /// <summary>Adds a tile to the three sums of every class, each a vector of lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(Tile tile)
    {
        WeighInverse(tile);
        float* lanes = tile.OverlapLanes;
        for (int k = 0; k < tile.Channels; k++)
        {
            VectorQuad intersection = VectorQuad.Zero, predicted = VectorQuad.Zero, target = VectorQuad.Zero;
            float* exponentials = tile.Exponentials + k * tile.Size;
            for (int i = 0; i < tile.Padded; i += Tile.Step)
            {
                VectorQuad isLabel = VectorQuad.Equals(VectorQuad.Load((float*)tile.Labels + i), k);
                VectorQuad p = VectorQuad.Load(exponentials + i) * VectorQuad.Load(tile.TermWeights + i);
                predicted += p;
                intersection += isLabel & p;
                target += isLabel & VectorQuad.Load(tile.Weights + i);
            }

            OverlapSums.AddTo(lanes, intersection.Sum(), predicted.Sum(), target.Sum());
            lanes += OverlapSums.Width * Lanes.Count;
        }
    }

    /// <summary>Writes dz = p w (g - sum p g), g the slope by p, for a tile of whole vectors; perhaps also that of pixel-wise losses.</summary>
    /// <param name="tile">The tile, with its exponentials.</param>
    /// <param name="slopes">d loss / d sums of each class.</param>
    /// <param name="gradient">Where the gradient of the first channel goes.</param>
    /// <param name="stride">From there to the next channel's.</param>
    /// <param name="sparse">Whether the tile has slopes by the true class's log p.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void WriteGradient(Tile tile, ReadOnlySpan<double> slopes, float* gradient, nint stride, bool sparse)
    {
        WeighInverse(tile);
        int channels = tile.Channels, size = tile.Size;
        float* elsewhere = tile.RegionSlopes, there = elsewhere + channels;
        for (int k = 0; k < channels; k++)
        {
            elsewhere[k] = (float)slopes[k * OverlapSums.Width + 1];
            there[k] = (float)(slopes[k * OverlapSums.Width] + slopes[k * OverlapSums.Width + 1]);
        }

        bool streamed = ((nuint)gradient & 63) == 0 && stride % Lanes.Count == 0;
        for (int i = 0; i < tile.Padded; i += Tile.Step)
        {
            VectorQuad labels = VectorQuad.Load((float*)tile.Labels + i), mean = VectorQuad.Zero;
            float* exponentials = tile.Exponentials + i;
            for (int k = 0; k < channels; k++)
            {
                VectorQuad slope = VectorQuad.Select(VectorQuad.Equals(labels, k), VectorQuad.Create(there[k]), VectorQuad.Create(elsewhere[k]));
                mean = VectorQuad.MultiplyAdd(VectorQuad.Load(exponentials), slope, mean);
                exponentials += size;
            }

            // p w (g - mean) = e (w g / sum - w mean / sum)
            VectorQuad share = VectorQuad.Load(tile.TermWeights + i), inverse = VectorQuad.Load(tile.Inverse + i);
            mean *= inverse * share;
            VectorQuad pixelSlope = sparse ? VectorQuad.Load(tile.Slopes + i) : VectorQuad.Zero;
            VectorQuad others = mean + pixelSlope * inverse, truth = pixelSlope * VectorQuad.Load(tile.Complement + i);
            exponentials = tile.Exponentials + i;
            float* destination = gradient + i;
            for (int k = 0; k < channels; k++)
            {
                VectorQuad isLabel = VectorQuad.Equals(labels, k), e = VectorQuad.Load(exponentials);
                VectorQuad slope = VectorQuad.Select(isLabel, VectorQuad.Create(there[k]), VectorQuad.Create(elsewhere[k]));
                VectorQuad result = sparse
                    ? VectorQuad.MultiplyAdd(slope * share - VectorQuad.Select(isLabel, mean, others), e, isLabel & truth)
                    : (slope * share - mean) * e;
                if (streamed) result.Stream(destination);
                else result.Store(destination);
                exponentials += size;
                destination += stride;
            }
        }
    }

    /// <summary>w / sum, by which exponentials become the weighed probabilities.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void WeighInverse(Tile tile)
    {
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
            (Vector512.Load(tile.Inverse + i) * Vector512.Load(tile.Weights + i)).Store(tile.TermWeights + i);
    }
}
