using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SegLab.Numerics;

namespace SegLab.Losses.Kernels;

/// <summary>
/// A channel by itself where every pixel has a label: one of the two outcomes holds, and only that one is computed. A tile's rows of likelihoods and
/// slopes are those of the outcome that holds.
/// </summary>
static unsafe class LabelledChannel<TActivation>
    where TActivation : struct, IChannelActivation
{
    /// <summary>The likelihood of the outcome that holds.</summary>
    /// <returns>Whether all given numbers can be used.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool Find(Tile tile, float* given, int label, bool logarithms)
    {
        Vector512<float> valid = Vector512<float>.AllBitsSet;
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
        {
            Vector512<float> x = Vector512.Load(given + i);
            valid &= TActivation.AreValid(x);
            Likelihood<Lanes> truth = TActivation.Holding(x, tile.IsLabel(label, i), logarithms);
            truth.Probability.Store(tile.Probability + i);
            truth.Complement.Store(tile.Complement + i);
            if (logarithms) truth.LogProbability.Store(tile.LogProbability + i);
        }

        return valid.AsInt32() == Vector512<int>.AllBitsSet;
    }

    /// <summary>Adds the tile to the plain sums of its class.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(Tile tile, int label, float* lanes)
    {
        Vector512<float> intersection = Vector512<float>.Zero, predicted = Vector512<float>.Zero, target = Vector512<float>.Zero;
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
        {
            Vector512<float> isLabel = tile.IsLabel(label, i), weight = Vector512.Load(tile.Weights + i);
            Vector512<float> p = weight * Vector512.ConditionalSelect(isLabel, Vector512.Load(tile.Probability + i), Vector512.Load(tile.Complement + i));
            predicted += p;
            intersection += p & isLabel;
            target += weight & isLabel;
        }

        OverlapSums.AddTo(lanes, intersection, predicted, target);
    }

    /// <summary>Writes the gradient for a tile of whole vectors.</summary>
    /// <param name="tile">The tile, with likelihoods and slopes.</param>
    /// <param name="label">The label of the channel's class.</param>
    /// <param name="sums">d loss / d sums of the class; empty for none.</param>
    /// <param name="pixels">Whether the tile has slopes by the logarithm of the likelihood.</param>
    /// <param name="gradient">Where it goes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void WriteGradient(Tile tile, int label, ReadOnlySpan<double> sums, bool pixels, float* gradient)
    {
        bool region = !sums.IsEmpty, streamed = ((nuint)gradient & 63) == 0;
        Vector512<float> there = Vector512.Create(region ? (float)(sums[0] + sums[1]) : 0), elsewhere = Vector512.Create(region ? (float)sums[1] : 0);
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
        {
            Vector512<float> isLabel = tile.IsLabel(label, i), t = Vector512.Load(tile.Probability + i), c = Vector512.Load(tile.Complement + i);
            var rates = TActivation.Rates(Vector512.ConditionalSelect(isLabel, t, c), Vector512.ConditionalSelect(isLabel, c, t));
            Vector512<float> result = Vector512<float>.Zero;
            if (pixels) result = Vector512.Load(tile.Slopes + i) * Vector512.ConditionalSelect(isLabel, rates.Present, -rates.Absent);
            if (region) result += Vector512.ConditionalSelect(isLabel, there, elsewhere) * Vector512.Load(tile.Weights + i) * rates.Probability;
            if (streamed) result.StoreAlignedNonTemporal(gradient + i);
            else result.Store(gradient + i);
        }
    }
}
