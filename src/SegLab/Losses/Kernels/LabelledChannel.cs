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
    public static bool Find(Tile tile, float* given, int label)
    {
        Vector512<float> faults = Vector512<float>.Zero;
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
        {
            Vector512<float> x = Vector512.Load(given + i);
            faults = TActivation.AddFaults(faults, x);
            Likelihood<Lanes> truth = TActivation.Holding(x, tile.IsLabel(label, i));
            truth.Probability.Store(tile.Probability + i);
            truth.Complement.Store(tile.Complement + i);
            truth.LogProbability.Store(tile.LogProbability + i);
        }

        return faults.AsInt32() == Vector512<int>.Zero;
    }

    /// <summary>Adds the tile to the plain sums of its class.</summary>
    /// <returns>Whether all given numbers can be used.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool Add(Tile tile, float* given, int label, float* lanes)
    {
        Vector512<float> intersection = Vector512<float>.Zero, predicted = Vector512<float>.Zero, target = Vector512<float>.Zero;
        Vector512<float> faults = Vector512<float>.Zero;
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
        {
            Vector512<float> x = Vector512.Load(given + i), isLabel = tile.IsLabel(label, i), weight = Vector512.Load(tile.Weights + i);
            faults = TActivation.AddFaults(faults, x);
            Vector512<float> p = weight * TActivation.Presence(x).P;
            predicted += p;
            intersection += p & isLabel;
            target += weight & isLabel;
        }

        OverlapSums.AddTo(lanes, intersection, predicted, target);
        return faults.AsInt32() == Vector512<int>.Zero;
    }

    /// <summary>
    /// Adds the tile to the sums as <see cref="Add"/> does, and leaves w dp / dx of each pixel where its gradient goes, with a minus where the class is:
    /// all that the gradient of a term of sums alone still needs.
    /// </summary>
    /// <returns>Whether all given numbers can be used.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool AddAndKeepRates(Tile tile, float* given, int label, float* lanes, float* gradient)
    {
        Vector512<float> intersection = Vector512<float>.Zero, predicted = Vector512<float>.Zero, target = Vector512<float>.Zero;
        Vector512<float> faults = Vector512<float>.Zero, minus = Vector512.Create(-0f);
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
        {
            Vector512<float> x = Vector512.Load(given + i), isLabel = tile.IsLabel(label, i), weight = Vector512.Load(tile.Weights + i);
            faults = TActivation.AddFaults(faults, x);
            (Vector512<float> p, Vector512<float> rate) = TActivation.Presence(x);
            p *= weight;
            predicted += p;
            intersection += p & isLabel;
            target += weight & isLabel;
            Vector512<float> kept = rate * weight | minus & isLabel;
            kept.Store(gradient + i);
        }

        OverlapSums.AddTo(lanes, intersection, predicted, target);
        return faults.AsInt32() == Vector512<int>.Zero;
    }

    /// <summary>Makes the gradient of a term of sums alone from what <see cref="AddAndKeepRates"/> has left in its place.</summary>
    /// <param name="gradient">The row of one tile and channel.</param>
    /// <param name="count">Its pixels, whole vectors.</param>
    /// <param name="sums">d loss / d sums of the class.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ScaleRates(float* gradient, int count, ReadOnlySpan<double> sums)
    {
        Vector512<float> minusThere = Vector512.Create(-(float)(sums[0] + sums[1])), elsewhere = Vector512.Create((float)sums[1]);
        for (int i = 0; i < count; i += Lanes.Count)
        {
            Vector512<float> rate = Vector512.Load(gradient + i);
            Vector512<float> isLabel = Vector512.LessThan(rate.AsInt32(), Vector512<int>.Zero).AsSingle();
            (rate * Vector512.ConditionalSelect(isLabel, minusThere, elsewhere)).Store(gradient + i);
        }
    }

    /// <summary>Writes the gradient of terms of the likelihood, and perhaps of sums too, for a tile of whole vectors.</summary>
    /// <param name="tile">The tile, with likelihoods and slopes by their logarithms.</param>
    /// <param name="label">The label of the channel's class.</param>
    /// <param name="sums">d loss / d sums of the class; empty for none.</param>
    /// <param name="gradient">Where it goes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void WriteGradient(Tile tile, int label, ReadOnlySpan<double> sums, float* gradient)
    {
        bool region = !sums.IsEmpty, streamed = ((nuint)gradient & 63) == 0;
        Vector512<float> there = Vector512.Create(region ? (float)(sums[0] + sums[1]) : 0), elsewhere = Vector512.Create(region ? (float)sums[1] : 0);
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
        {
            Vector512<float> isLabel = tile.IsLabel(label, i);
            var truth = new Likelihood<Lanes>(Lanes.Load(tile.Probability + i), Lanes.Load(tile.Complement + i), Lanes.Load(tile.LogProbability + i));
            Vector512<float> result = Vector512.Load(tile.Slopes + i) * TActivation.HoldingRate(truth, isLabel);
            if (region) result += OverlapGradient(truth, isLabel, there, elsewhere, Vector512.Load(tile.Weights + i));
            if (streamed) result.StoreAlignedNonTemporal(gradient + i);
            else result.Store(gradient + i);
        }
    }

    /// <summary>d loss / dx of plain sums, from the slopes by p where the class is and elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> OverlapGradient(
        Likelihood<Lanes> truth, Vector512<float> isLabel, Vector512<float> there, Vector512<float> elsewhere, Vector512<float> weight)
    {
        Vector512<float> t = truth.Probability.Vector, c = truth.Complement.Vector;
        var rates = TActivation.Rates(Vector512.ConditionalSelect(isLabel, t, c), Vector512.ConditionalSelect(isLabel, c, t));
        return Vector512.ConditionalSelect(isLabel, there, elsewhere) * weight * rates.Probability;
    }
}
