using System.Numerics.Tensors;

namespace SegLab.Studio.Explorer.Canvas;

/// <summary>Blurs a map with a Gaussian, along rows and then along columns; beyond the edge the map goes on as it ends.</summary>
/// <param name="width">Pixels of a row.</param>
/// <param name="height">How many rows there are.</param>
sealed class GaussianBlur(int width, int height)
{
    const double Reach = 3;

    readonly float[] between = new float[width * height];
    float[] padded = [];

    /// <summary>Blurs a map.</summary>
    /// <param name="source">The map, row by row.</param>
    /// <param name="destination">Receives the blurred one.</param>
    /// <param name="deviation">Standard deviation in pixels; 0 copies.</param>
    public void Apply(ReadOnlySpan<float> source, Span<float> destination, double deviation)
    {
        if (deviation <= 0)
        {
            source.CopyTo(destination);
            return;
        }

        float[] weights = Weights(deviation);
        int reach = weights.Length / 2;
        if (padded.Length < width + 2 * reach) padded = new float[width + 2 * reach];
        Span<float> row = padded.AsSpan(0, width + 2 * reach);
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<float> given = source.Slice(y * width, width);
            row[..reach].Fill(given[0]);
            given.CopyTo(row[reach..]);
            row[^reach..].Fill(given[^1]);
            Span<float> blurred = between.AsSpan(y * width, width);
            blurred.Clear();
            for (int k = 0; k < weights.Length; k++) TensorPrimitives.MultiplyAdd(row.Slice(k, width), weights[k], blurred, blurred);
        }

        for (int y = 0; y < height; y++)
        {
            Span<float> blurred = destination.Slice(y * width, width);
            blurred.Clear();
            for (int k = 0; k < weights.Length; k++)
                TensorPrimitives.MultiplyAdd(between.AsSpan(Math.Clamp(y + k - reach, 0, height - 1) * width, width), weights[k], blurred, blurred);
        }
    }

    static float[] Weights(double deviation)
    {
        int reach = (int)Math.Ceiling(Reach * deviation);
        double[] bell = [.. Enumerable.Range(-reach, 2 * reach + 1).Select(i => Math.Exp(-i * i / (2 * deviation * deviation)))];
        double sum = bell.Sum();
        return [.. bell.Select(weight => (float)(weight / sum))];
    }
}
