using SegLab.Imaging;
using SegLab.Imaging.Datasets;
using SegLab.Numerics;
using SegLab.Training.Studies.Objects;

namespace SegLab.Training.Studies.Runs;

/// <summary>Grey images with one disc of an exact number of pixels, somewhat brighter than its ground, under noise.</summary>
static class DiscDataset
{
    const double Ground = 0.4, Contrast = 0.25, Shading = 0.06, Noise = 0.1;

    /// <summary>Makes images to train on, and half as many to judge by; the same for the same arguments.</summary>
    /// <param name="seed">What places, shading and noise are drawn from.</param>
    /// <param name="share">The disc's share of the pixels, to one half.</param>
    /// <param name="training">Images to train on.</param>
    /// <param name="size">Rows and columns.</param>
    public static SegmentationDataset Create(int seed, double share, int training, int size)
    {
        SegmentationSample[] samples = [.. Enumerable.Range(0, training + training / 2).Select(i => Sample(seed, i, size, share, Contrast))];
        return Of(samples[..training], samples[training..]);
    }

    /// <summary>A dataset of such images.</summary>
    public static SegmentationDataset Of(IReadOnlyList<SegmentationSample> training, IReadOnlyList<SegmentationSample> validation) => new()
    {
        Name = "discs",
        ClassNames = ["ground", "disc"],
        Training = training,
        Validation = validation,
    };

    /// <summary>One image.</summary>
    /// <param name="seed">Other seeds give other images of the same kind.</param>
    /// <param name="number">The number of the image, of its own for each.</param>
    /// <param name="size">Rows and columns.</param>
    /// <param name="share">The disc's share of the pixels.</param>
    /// <param name="contrast">How much brighter the disc is, where black is 0 and white 1; the noise has a deviation of 0.1.</param>
    public static SegmentationSample Sample(int seed, int number, int size, double share, double contrast)
    {
        var random = new RandomStream((ulong)seed, (ulong)number);
        var disc = new ObjectImage(size, share, new Random((int)(random.NextUInt64() >> 33)));
        var shading = new SmoothNoise(random, 3);
        byte[] grey = new byte[size * size];
        for (int i = 0; i < grey.Length; i++)
        {
            double light = Ground + Shading * shading[(i % size + 0.5) / size, (i / size + 0.5) / size] + contrast * disc.Labels[i] + Noise * random.NextGaussian();
            grey[i] = (byte)(Math.Clamp(light, 0, 1) * 255 + 0.5);
        }

        return new SegmentationSample($"disc-{number:000}", new RasterImage(size, size, 1, grey), new LabelMap(size, size, [.. disc.Labels.Select(label => (ushort)label)]));
    }
}
