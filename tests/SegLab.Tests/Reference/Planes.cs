using SegLab.Losses.Kernels;

namespace SegLab.Tests.Reference;

/// <summary>Whole planes for the terms that look at them, <c>[N, C, pixels]</c>, in arrays that a reference reads too.</summary>
sealed class Planes(int images, int channels, params nint[] extents)
{
    public int Images => images;

    public int Channels => channels;

    public nint[] Extents => extents;

    public int Pixels { get; } = (int)extents.Aggregate((nint)1, (product, extent) => product * extent);

    public float[] Predictions { get; init; } = [];

    /// <summary>The labels, <see cref="Tile.NoLabel"/> where a pixel does not count.</summary>
    public int[] Labels { get; init; } = [];

    public float[]? Soft { get; init; }

    public float[]? Weights { get; init; }

    /// <summary>The slopes and the values that the last call left.</summary>
    public float[] Slopes { get; private set; } = [];

    public float[] Map { get; init; } = [];

    /// <summary>Random probabilities and labels.</summary>
    /// <param name="random">What to draw from.</param>
    /// <param name="images">N.</param>
    /// <param name="channels">C.</param>
    /// <param name="levels">How many values the probabilities take: few make ties.</param>
    /// <param name="ignored">The share of pixels that do not count.</param>
    /// <param name="extents">The spatial extents.</param>
    public static Planes Draw(Random random, int images, int channels, int levels = 1 << 24, double ignored = 0, params nint[] extents)
    {
        int pixels = (int)extents.Aggregate((nint)1, (product, extent) => product * extent);
        return new(images, channels, extents)
        {
            Predictions = [.. Enumerable.Range(0, images * channels * pixels).Select(_ => random.Next(levels + 1) / (float)levels)],
            Labels = [.. Enumerable.Range(0, images * pixels).Select(_ => random.NextDouble() < ignored ? Tile.NoLabel : random.Next(Math.Max(channels, 2)))],
        };
    }

    public double Target(int image, int channel, int pixel) => Labels[image * Pixels + pixel] switch
    {
        Tile.NoLabel => 0,
        int label => Soft is { } soft ? soft[(image * channels + channel) * Pixels + pixel] : label == (channels == 1 ? 1 : channel) ? 1 : 0,
    };

    public double Prediction(int image, int channel, int pixel) => Predictions[(image * channels + channel) * Pixels + pixel];

    /// <summary>0 where the pixel does not count.</summary>
    public double Weight(int image, int pixel) => Labels[image * Pixels + pixel] == Tile.NoLabel ? 0 : Weights?[image * Pixels + pixel] ?? 1;

    public unsafe double Resolve(PlaneTerm term, int threads = 2, bool slopes = true)
    {
        Slopes = new float[slopes ? Predictions.Length : 0];
        Array.Clear(Map);
        fixed (float* predictions = Predictions, soft = Soft, weights = Weights, slope = Slopes, map = Map)
        fixed (int* labels = Labels)
        {
            return term.Resolve(new PlaneCall
            {
                Images = images,
                Channels = channels,
                Pixels = Pixels,
                Extents = extents,
                Predictions = predictions,
                Slopes = slope,
                Labels = labels,
                Soft = soft,
                Weights = weights,
                Map = map,
                MapLength = Map.Length,
                Threads = threads,
            });
        }
    }
}
