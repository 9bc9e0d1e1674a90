using SegLab.Imaging;
using SegLab.Imaging.Datasets;
using SegLab.Numerics;

namespace SegLab.Training.Tests.Networks;

/// <summary>Images of any size to try a network on.</summary>
static class TestImages
{
    /// <summary>Part of an image of the generated dataset: flat areas, sharp edges, noise.</summary>
    public static RasterImage Generated(int width, int height, int number = 0)
    {
        RasterImage whole = GeneratedDataset.Create(training: 1, validation: number + 1, size: Math.Max(16, Math.Max(width, height))).Validation[number].Image;
        return Paint(width, height, (channel, x, y) => whole[channel, y, x]);
    }

    /// <summary>
    /// A scene with the statistics of photographs: amplitudes fall with the frequency (Field, 1987), channels go together, light falls off from above, and
    /// the ground begins at a horizon.
    /// </summary>
    public static RasterImage Natural(int width, int height, ulong seed = 0)
    {
        var random = new RandomStream(40 + seed);
        (SmoothNoise Surface, int Cells)[] octaves = [.. Enumerable.Range(0, 7).Select(octave => (new SmoothNoise(random, 2 << octave), 2 << octave))];
        double[][] tints = [[150, 20, 10], [165, 5, 25], [190, -25, 40]];
        return Paint(width, height, (channel, x, y) =>
        {
            double u = (x + 0.5) / width, v = (y + 0.5) / height;
            double texture = octaves.Sum(octave => octave.Surface[u, v] / octave.Cells * 2);
            bool ground = v > 0.55 + 0.1 * octaves[1].Surface[u, 0.5];
            double light = tints[channel][0] + (ground ? tints[channel][1] - 70 : tints[channel][2]) - 60 * v;
            return (int)Math.Clamp(light + 70 * texture, 0, 255);
        });
    }

    static RasterImage Paint(int width, int height, Func<int, int, int, int> sample)
    {
        var planes = new byte[3 * width * height];
        for (int i = 0; i < planes.Length; i++) planes[i] = (byte)sample(i / (width * height), i % width, i / width % height);
        return new RasterImage(width, height, 3, planes);
    }
}
