using SegLab.Imaging;
using SegLab.Studio.Report;

namespace SegLab.Studio.Tests.Samples;

/// <summary>Draws small road scenes, and predictions that go wrong at the borders the more the worse the loss.</summary>
static class SampleScene
{
    const int Ignored = 255;

    public static ReportImage Build(string name, int losses, int width = 240, int height = 180, int channels = 3, int seed = 1)
    {
        var random = new Random(seed);
        double horizon = 0.4 + 0.1 * random.NextDouble(), vanishing = 0.4 + 0.2 * random.NextDouble(), car = 0.15 + 0.6 * random.NextDouble();
        int Label(double x, double y) => Class(x, y, horizon, vanishing, car);

        ushort[] truth = Paint(width, height, Label, 0, random);
        LabelMap[] predictions = [.. Enumerable.Range(0, losses).Select(i =>
            new LabelMap(width, height, Paint(width, height, (x, y) => Label(x, y) is Ignored ? 3 : Label(x, y), 0.012 + 0.008 * i, random)))];
        return new ReportImage(name, Photograph(truth, width, height, channels, random), new LabelMap(width, height, truth), predictions);
    }

    static int Class(double x, double y, double horizon, double vanishing, double car)
    {
        double depth = (y - horizon) / (1 - horizon);
        if (y > 0.96) return Ignored;
        if (y > horizon - 0.05 && y < horizon + 0.16 && Math.Abs(x - car) < 0.08) return 8;
        if (y > horizon - 0.12 && y < horizon + 0.2 && Math.Abs(x - 0.86) < 0.012) return 9;
        if (y > 0.1 && y < horizon + 0.1 && Math.Abs(x - 0.7) < 0.008) return 2;
        if (Math.Abs(x - 0.7) < 0.03 && Math.Abs(y - 0.16) < 0.04) return 6;
        if (depth > 0) return Math.Abs(x - vanishing) < 0.08 + 0.5 * depth ? 3 : 4;
        if (x < 0.3) return y > 0.12 + 0.4 * x ? 1 : 0;
        return x > 0.78 && y > 0.2 + 0.05 * Math.Sin(30 * x) ? 5 : y > horizon - 0.08 ? 1 : 0;
    }

    static ushort[] Paint(int width, int height, Func<double, double, int> label, double wobble, Random random)
    {
        double a = random.NextDouble() * 6, b = random.NextDouble() * 6;
        return [.. Enumerable.Range(0, width * height).Select(i =>
        {
            double x = (i % width + 0.5) / width, y = (i / width + 0.5) / height;
            double dx = wobble * (Math.Sin(40 * y + a) + Math.Sin(17 * x + b)), dy = wobble * Math.Sin(31 * x + a);
            return (ushort)label(Math.Clamp(x + dx, 0, 1), wobble == 0 ? y : Math.Clamp(y + dy, 0, 0.959));
        })];
    }

    static RasterImage Photograph(ushort[] truth, int width, int height, int channels, Random random)
    {
        int[] shades = [0xB8CCE0, 0x8A7466, 0x9A9A94, 0x5A5A60, 0x8C8480, 0x4E6B3A, 0xC0B060, 0x77706A, 0x7A2024, 0x2E3448, 0x303030];
        byte[] planes = new byte[channels * truth.Length];
        for (int i = 0; i < truth.Length; i++)
        {
            int shade = shades[truth[i] == Ignored ? 10 : truth[i]], noise = random.Next(-14, 15);
            for (int channel = 0; channel < channels; channel++)
                planes[channel * truth.Length + i] = (byte)Math.Clamp((shade >> (8 * (2 - channel)) & 255) + noise, 0, 255);
        }
        return new RasterImage(width, height, channels, planes);
    }
}
