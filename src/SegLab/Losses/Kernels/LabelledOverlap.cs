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
        for (int i = 0; i < tile.Padded; i += Tile.Step)
        {
            int j = i + Lanes.Count;
            Vector512<int> label0 = Vector512.Load(tile.Labels + i), label1 = Vector512.Load(tile.Labels + j);
            Vector512<float> mean0 = Vector512<float>.Zero, mean1 = Vector512<float>.Zero;
            float* exponentials = tile.Exponentials + i;
            for (int k = 0; k < channels; k++)
            {
                Vector512<float> at = Vector512.Create(there[k]), away = Vector512.Create(elsewhere[k]);
                Vector512<float> slope0 = Vector512.ConditionalSelect(Vector512.Equals(label0, Vector512.Create(k)).AsSingle(), at, away);
                Vector512<float> slope1 = Vector512.ConditionalSelect(Vector512.Equals(label1, Vector512.Create(k)).AsSingle(), at, away);
                mean0 = Vector512.MultiplyAddEstimate(Vector512.Load(exponentials), slope0, mean0);
                mean1 = Vector512.MultiplyAddEstimate(Vector512.Load(exponentials + Lanes.Count), slope1, mean1);
                exponentials += size;
            }

            Vector512<float> inverse0 = Vector512.Load(tile.Inverse + i), inverse1 = Vector512.Load(tile.Inverse + j);
            Vector512<float> share0 = Vector512.Load(tile.TermWeights + i), share1 = Vector512.Load(tile.TermWeights + j);
            Vector512<float> other0 = Vector512<float>.Zero, other1 = other0, truth0 = other0, truth1 = other0;
            if (sparse)
            {
                Vector512<float> slope0 = Vector512.Load(tile.Slopes + i), slope1 = Vector512.Load(tile.Slopes + j);
                (other0, other1) = (slope0 * inverse0, slope1 * inverse1);
                (truth0, truth1) = (slope0 * Vector512.Load(tile.Complement + i), slope1 * Vector512.Load(tile.Complement + j));
            }

            // p w (g - mean) = e (w g / sum - w mean / sum)
            mean0 *= inverse0 * share0;
            mean1 *= inverse1 * share1;
            other0 += mean0;
            other1 += mean1;
            exponentials = tile.Exponentials + i;
            float* destination = gradient + i;
            for (int k = 0; k < channels; k++)
            {
                Vector512<float> at = Vector512.Create(there[k]), away = Vector512.Create(elsewhere[k]);
                Vector512<float> is0 = Vector512.Equals(label0, Vector512.Create(k)).AsSingle();
                Vector512<float> is1 = Vector512.Equals(label1, Vector512.Create(k)).AsSingle();
                Vector512<float> rate0 = Vector512.ConditionalSelect(is0, at, away) * share0 - Vector512.ConditionalSelect(is0, mean0, other0);
                Vector512<float> rate1 = Vector512.ConditionalSelect(is1, at, away) * share1 - Vector512.ConditionalSelect(is1, mean1, other1);
                Vector512<float> result0 = Vector512.MultiplyAddEstimate(rate0, Vector512.Load(exponentials), truth0 & is0);
                Vector512<float> result1 = Vector512.MultiplyAddEstimate(rate1, Vector512.Load(exponentials + Lanes.Count), truth1 & is1);
                if (streamed)
                {
                    result0.StoreAlignedNonTemporal(destination);
                    result1.StoreAlignedNonTemporal(destination + Lanes.Count);
                }
                else
                {
                    result0.Store(destination);
                    result1.Store(destination + Lanes.Count);
                }

                exponentials += size;
                destination += stride;
            }
        }
    }

    /// <summary>w / sum, by which exponentials become the weighed probabilities.</summary>
    static void WeighInverse(Tile tile)
    {
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
            (Vector512.Load(tile.Inverse + i) * Vector512.Load(tile.Weights + i)).Store(tile.TermWeights + i);
    }
}
