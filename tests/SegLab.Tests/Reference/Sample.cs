using System.Numerics.Tensors;

namespace SegLab.Tests.Reference;

/// <summary>Seeded logits with a label map, for kernels and for the reference alike.</summary>
sealed class Sample
{
    public const int Ignored = 255;

    public Sample(int images, int channels, int pixels, int seed, bool ignore = false, double spread = 3, bool flat = true)
    {
        var random = new Random(seed);
        (Images, Channels, Pixels) = (images, channels, pixels);
        Extents = flat ? [pixels] : Square(pixels);
        Logits = new float[images * channels * pixels];
        Labels = new int[images * pixels];
        for (int i = 0; i < Logits.Length; i++) Logits[i] = (float)((random.NextDouble() * 2 - 1) * spread);
        for (int i = 0; i < Labels.Length; i++)
            Labels[i] = ignore && random.Next(5) == 0 ? Ignored : random.Next(Math.Max(channels, 2));
    }

    public int Images { get; }

    public int Channels { get; }

    public int Pixels { get; }

    public float[] Logits { get; }

    public int[] Labels { get; }

    public float[] Gradient => gradient ??= new float[Logits.Length];

    float[]? gradient;

    /// <summary>The spatial extents.</summary>
    public int[] Extents { get; }

    public nint[] Shape => [Images, Channels, .. Extents.Select(extent => (nint)extent)];

    public nint[] MapShape => [Images, .. Extents.Select(extent => (nint)extent)];

    public ReadOnlyTensorSpan<float> LogitSpan => new(Logits, Shape);

    public ReadOnlyTensorSpan<int> LabelSpan => new(Labels, MapShape);

    public TensorSpan<float> GradientSpan => new(Gradient, Shape);

    public double[,,] LogitArray()
    {
        var array = new double[Images, Channels, Pixels];
        for (int i = 0; i < Logits.Length; i++) array[i / Pixels / Channels, i / Pixels % Channels, i % Pixels] = Logits[i];
        return array;
    }

    public (double[,,] Target, double[,] Weight) Truth()
    {
        var target = new double[Images, Channels, Pixels];
        var weight = new double[Images, Pixels];
        for (int n = 0; n < Images; n++)
            for (int i = 0; i < Pixels; i++)
            {
                int label = Labels[n * Pixels + i];
                if (label == Ignored) continue;
                weight[n, i] = 1;
                for (int k = 0; k < Channels; k++) target[n, k, i] = label == (Channels == 1 ? 1 : k) ? 1 : 0;
            }

        return (target, weight);
    }

    /// <summary>An image as square as its number of pixels allows.</summary>
    static int[] Square(int pixels)
    {
        int height = (int)Math.Sqrt(pixels);
        while (pixels % height != 0) height--;
        return [height, pixels / height];
    }
}
