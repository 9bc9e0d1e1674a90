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
    /// <summary>Adds a tile to the three sums of every class.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(Tile tile, double* sums)
    {
        WeighInverse(tile);
        for (int k = 0; k < tile.Channels; k++)
        {
            Vector512<float> intersection = Vector512<float>.Zero, predicted = Vector512<float>.Zero, target = Vector512<float>.Zero;
            float* exponentials = tile.Exponentials + k * tile.Size;
            for (int i = 0; i < tile.Padded; i += Lanes.Count)
            {
                Vector512<float> isLabel = tile.IsLabel(k, i);
                Vector512<float> p = Vector512.Load(exponentials + i) * Vector512.Load(tile.TermWeights + i);
                predicted += p;
                intersection += p & isLabel;
                target += Vector512.Load(tile.Weights + i) & isLabel;
            }

            sums[0] += Vector512.Sum(intersection);
            sums[1] += Vector512.Sum(predicted);
            sums[2] += Vector512.Sum(target);
            sums += OverlapSums.Width;
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
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
        {
            float* exponentials = tile.Exponentials + i;
            Vector512<int> label = Vector512.Load(tile.Labels + i);
            Vector512<float> mean = Vector512<float>.Zero, inverse = Vector512.Load(tile.Inverse + i), share = Vector512.Load(tile.TermWeights + i);
            for (int k = 0; k < channels; k++)
            {
                Vector512<float> isLabel = Vector512.Equals(label, Vector512.Create(k)).AsSingle();
                Vector512<float> slope = Vector512.ConditionalSelect(isLabel, Vector512.Create(there[k]), Vector512.Create(elsewhere[k]));
                mean = Vector512.MultiplyAddEstimate(Vector512.Load(exponentials + k * size), slope, mean);
            }

            mean *= inverse;
            Vector512<float> truthSlope = sparse ? Vector512.Load(tile.Slopes + i) : Vector512<float>.Zero;
            Vector512<float> otherSlope = truthSlope * inverse;
            truthSlope *= sparse ? Vector512.Load(tile.Complement + i) : Vector512<float>.Zero;
            float* destination = gradient + i;
            for (int k = 0; k < channels; k++)
            {
                Vector512<float> isLabel = Vector512.Equals(label, Vector512.Create(k)).AsSingle();
                Vector512<float> slope = Vector512.ConditionalSelect(isLabel, Vector512.Create(there[k]), Vector512.Create(elsewhere[k]));
                Vector512<float> rate = (slope - mean) * share - Vector512.AndNot(otherSlope, isLabel);
                Vector512<float> result = Vector512.MultiplyAddEstimate(rate, Vector512.Load(exponentials + k * size), truthSlope & isLabel);
                if (streamed) result.StoreAlignedNonTemporal(destination);
                else result.Store(destination);
                destination += stride;
            }
        }
    }

    static void WeighInverse(Tile tile)
    {
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
            (Vector512.Load(tile.Inverse + i) * Vector512.Load(tile.Weights + i)).Store(tile.TermWeights + i);
    }
}
