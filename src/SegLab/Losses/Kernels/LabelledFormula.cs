using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SegLab.Numerics;

namespace SegLab.Losses.Kernels;

/// <summary>
/// A pixel-wise formula alone, on channels by themselves and pixels with a label, perhaps beside plain sums: from the given numbers to the gradient in one loop, where
/// nothing of what a tile can keep is written.
/// </summary>
abstract unsafe class LabelledFormula
{
    /// <summary>Adds the formula at one channel of a tile to its value and writes the gradient.</summary>
    /// <param name="tile">The tile; of whole vectors, if there is a gradient.</param>
    /// <param name="given">The channel's numbers.</param>
    /// <param name="label">The label of the channel's class.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="overlap">d loss / d plain sums of the class; empty for none.</param>
    /// <param name="gradient">Where the gradient goes, or null.</param>
    /// <param name="sum">The sum over the pixels, not scaled.</param>
    /// <returns>Whether all given numbers can be used.</returns>
    public abstract bool Evaluate(Tile tile, float* given, int label, int channel, ReadOnlySpan<double> overlap, float* gradient, ref double sum);
}

/// <inheritdoc/>
sealed unsafe class LabelledFormula<TActivation, TFormula>(PixelTerm term, TFormula formula) : LabelledFormula
    where TActivation : struct, IChannelActivation
    where TFormula : struct, IPixelFormula
{
    public override bool Evaluate(Tile tile, float* given, int label, int channel, ReadOnlySpan<double> overlap, float* gradient, ref double sum)
    {
        float* weights = term.OutcomeWeights(tile, label, channel);
        return gradient == null
            ? Add(tile, given, label, weights, ref sum)
            : Differentiate(tile, given, label, overlap, weights, gradient, ref sum);
    }

    [MethodImpl(IPixelFormula.Loop)]
    bool Add(Tile tile, float* given, int label, float* weights, ref double sum)
    {
        Vector512<float> total = Vector512<float>.Zero, faults = Vector512<float>.Zero;
        TFormula local = formula;
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
        {
            Vector512<float> x = Vector512.Load(given + i);
            faults = TActivation.AddFaults(faults, x);
            Lanes cost = local.Invoke(TActivation.Holding(x, tile.IsLabel(label, i)));
            total = Vector512.MultiplyAddEstimate(cost.Vector, Vector512.Load(weights + i), total);
        }

        sum += Vector512.Sum(total);
        return faults.AsInt32() == Vector512<int>.Zero;
    }

    [MethodImpl(IPixelFormula.Loop)]
    bool Differentiate(Tile tile, float* given, int label, ReadOnlySpan<double> overlap, float* weights, float* gradient, ref double sum)
    {
        bool region = !overlap.IsEmpty, streamed = ((nuint)gradient & 63) == 0;
        Vector512<float> there = Vector512.Create(region ? (float)(overlap[0] + overlap[1]) : 0), elsewhere = Vector512.Create(region ? (float)overlap[1] : 0);
        Vector512<float> total = Vector512<float>.Zero, faults = Vector512<float>.Zero, scale = Vector512.Create((float)term.Scale);
        TFormula local = formula;
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
        {
            Vector512<float> x = Vector512.Load(given + i), isLabel = tile.IsLabel(label, i), weight = Vector512.Load(weights + i);
            faults = TActivation.AddFaults(faults, x);
            Likelihood<Lanes> truth = TActivation.Holding(x, isLabel);
            Dual<Lanes> cost = local.Invoke(truth.Differentiable());
            total = Vector512.MultiplyAddEstimate(cost.Value.Vector, weight, total);
            Vector512<float> result = cost.Slope.Vector * (weight * scale) * TActivation.HoldingRate(truth, isLabel);
            if (region) result += LabelledChannel<TActivation>.OverlapGradient(truth, isLabel, there, elsewhere, Vector512.Load(tile.Weights + i));
            if (streamed) result.StoreAlignedNonTemporal(gradient + i);
            else result.Store(gradient + i);
        }

        sum += Vector512.Sum(total);
        return faults.AsInt32() == Vector512<int>.Zero;
    }
}
