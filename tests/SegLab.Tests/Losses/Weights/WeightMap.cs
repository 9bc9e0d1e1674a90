using SegLab.Losses.Kernels;

namespace SegLab.Tests.Losses.Weights;

/// <summary>Small label maps, and the weights that a filler gives them.</summary>
static unsafe class WeightMap
{
    public const int Ignored = Tile.NoLabel;

    public delegate void Filler(int* labels, float* weights, int threads);

    public static float[] Fill(int[] labels, Filler filler, int floatsPerPixel = 1, int threads = 1)
    {
        var weights = new float[labels.Length * floatsPerPixel];
        Array.Fill(weights, float.NaN);
        fixed (int* label = labels)
        fixed (float* weight = weights) filler(label, weight, threads);
        return weights;
    }

    /// <summary>Labels in rectangles, of which some overlap, with ignored pixels here and there.</summary>
    public static int[] Blocks(int images, int[] extents, int classes, int seed, double ignored = 0.02)
    {
        var random = new Random(seed);
        int pixels = extents.Aggregate(1, (product, extent) => product * extent);
        var labels = new int[images * pixels];
        for (int block = 0; block < 4 * images; block++)
        {
            int image = random.Next(images), label = random.Next(classes);
            int[] low = [.. extents.Select(extent => random.Next(extent))], high = [.. extents.Select((extent, axis) => low[axis] + 1 + random.Next(1 + extent / 2))];
            for (int pixel = 0; pixel < pixels; pixel++)
            {
                int rest = pixel;
                bool within = true;
                for (int axis = extents.Length - 1; axis >= 0; axis--)
                {
                    within &= rest % extents[axis] >= low[axis] && rest % extents[axis] < high[axis];
                    rest /= extents[axis];
                }

                if (within) labels[image * pixels + pixel] = label;
            }
        }

        for (int i = 0; i < labels.Length; i++)
            if (random.NextDouble() < ignored) labels[i] = Ignored;
        return labels;
    }

    public static void AssertClose(double[] expected, float[] actual, double tolerance = 2e-6)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(actual[i] - expected[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i])), $"At {i} is {actual[i]:R}, expected {expected[i]:R}");
    }

    /// <summary>Asserts that threads change no bit and that a second call allocates nothing.</summary>
    public static void AssertSteady(int[] labels, Filler filler, int floatsPerPixel = 1)
    {
        float[] expected = Fill(labels, filler, floatsPerPixel);
        foreach (int threads in new[] { 2, 3, 8 }) Assert.Equal(expected, Fill(labels, filler, floatsPerPixel, threads));

        var weights = new float[expected.Length];
        fixed (int* label = labels)
        fixed (float* weight = weights)
        {
            nint first = (nint)label, filled = (nint)weight;
            Assert.Equal(0, AllocatedBytes.LeastOf(() => filler((int*)first, (float*)filled, 1)));
        }
    }
}
