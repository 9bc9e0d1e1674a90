using System.Runtime.Intrinsics;
using SegLab.Numerics;

namespace SegLab.Losses.Kernels;

/// <summary>
/// The memory of losses that cannot be computed a tile at a time: the label of every pixel, and the predictions of all channels with the
/// slopes by them. Predictions are collected in the pass that sums, the terms turn them into slopes, and the last pass reads these.
/// </summary>
sealed unsafe class PlaneStage(PlaneTerm[] terms)
{
    readonly PinnedMemory<float> predictions = new(), slopes = new();
    readonly PinnedMemory<int> labels = new();

    /// <summary>Whether there are terms that need planes.</summary>
    public bool IsUsed => terms.Length > 0;

    /// <summary>The label of each pixel, <c>[N, pixels]</c>; null before <see cref="Prepare"/>.</summary>
    public int* Labels { get; private set; }

    /// <summary>The predictions, <c>[N, C, pixels]</c>.</summary>
    public float* Predictions { get; private set; }

    /// <summary>d loss / d prediction, likewise; null when no gradient is asked for.</summary>
    public float* Slopes { get; private set; }

    public void Prepare(in LossArguments arguments)
    {
        int pixels = checked((int)(arguments.Images * arguments.Pixels));
        labels.Reserve(pixels);
        Labels = labels.Pointer;
        if (!IsUsed) return;
        predictions.Reserve(checked(pixels * arguments.Channels));
        Predictions = predictions.Pointer;
        if (arguments.Gradient != null) slopes.Reserve(checked(pixels * arguments.Channels));
        Slopes = arguments.Gradient == null ? null : slopes.Pointer;
    }

    /// <summary>Keeps the labels of a tile; of a soft target, the class with the largest share.</summary>
    public void Keep(Tile tile)
    {
        int* destination = Labels + tile.FirstPixel;
        new ReadOnlySpan<int>(tile.Labels, tile.Count).CopyTo(new Span<int>(destination, tile.Count));
        if (tile.Soft == null) return;
        for (int i = 0; i < tile.Count; i++)
        {
            float* shares = tile.Soft + i;
            int largest = tile.Channels == 1 && shares[0] >= 0.5f ? 1 : 0;
            for (int k = 1; k < tile.Channels; k++)
                if (shares[k * tile.SoftStride] > shares[largest * tile.SoftStride]) largest = k;
            destination[i] = largest;
        }
    }

    /// <summary>Keeps the predictions of one channel of a tile, given as the product of two rows, and makes room for their slopes.</summary>
    /// <remarks>All planes together are more than caches hold, so whole vectors pass them by.</remarks>
    public void Keep(Tile tile, int channel, float* p, float* times, nint pixels)
    {
        nint first = ((nint)tile.Image * tile.Channels + channel) * pixels + tile.Offset;
        float* destination = Predictions + first, slopes = Slopes == null ? null : Slopes + first;
        bool streamed = (((nuint)destination | (nuint)slopes) & 63) == 0;
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
        {
            Lanes product = Lanes.Load(p + i) * Lanes.Load(times + i);
            if (streamed && i + Lanes.Count <= tile.Count)
            {
                product.Vector.StoreAlignedNonTemporal(destination + i);
                if (slopes != null) Vector512<float>.Zero.StoreAlignedNonTemporal(slopes + i);
                continue;
            }

            product.Store(destination + i, tile.Count - i);
            if (slopes != null) Lanes.Constant(0).Store(slopes + i, tile.Count - i);
        }
    }

    /// <summary>Adds the slopes of one channel of a tile to a row, or writes them.</summary>
    public void AddSlopes(Tile tile, int channel, nint pixels, float* destination, bool add)
    {
        float* source = Slopes + ((nint)tile.Image * tile.Channels + channel) * pixels + tile.Offset;
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
        {
            Lanes slope = i + Lanes.Count <= tile.Count ? Lanes.Load(source + i) : Lanes.Load(source + i, tile.Count - i);
            if (add) slope += Lanes.Load(destination + i);
            slope.Store(destination + i);
        }
    }

    /// <summary>The sum of the terms, once the predictions are there.</summary>
    public double Resolve(in LossArguments arguments)
    {
        var call = new PlaneCall
        {
            Images = arguments.Images,
            Channels = arguments.Channels,
            Pixels = arguments.Pixels,
            Extents = arguments.Extents,
            Predictions = Predictions,
            Slopes = Slopes,
            Labels = Labels,
            Soft = arguments.Kind == TargetKind.Soft ? arguments.Soft : null,
            Weights = arguments.PixelWeights,
            Map = arguments.Map,
            MapLength = arguments.MapLength,
            Threads = arguments.Threads,
        };
        double value = 0;
        foreach (PlaneTerm term in terms) value += term.Resolve(call);
        return value;
    }
}
