using System.Diagnostics;
using SegLab.Labels;
using SegLab.Losses.Weights;

namespace SegLab.Bench;

/// <summary>
/// What losses make of label maps, on 4 images of 256 x 256, small enough for a run to pass undisturbed: best of the rounds, in nanoseconds
/// a pixel of the label maps.
/// </summary>
static unsafe class WeightMapBench
{
    const int Images = 4, Side = 256, Classes = 5;
    const double SecondsPerCase = 2;

    delegate void Fill(int* labels, float* destination, int threads);

    public static void Run(int threads)
    {
        Console.WriteLine();
        Console.WriteLine($"Weight maps of {Images} x {Side} x {Side} labels, ns a pixel, best of the rounds that fit {SecondsPerCase} s");
        Console.WriteLine($"{"",-44}{"1 thread",12}{threads + " threads",12}{"speed-up",10}");
        nint[] extents = [Side, Side];
        var border = new UNetBorderWeights();
        var pooled = new PooledBorderWeights();
        var penalty = new DistancePenaltyWeights();
        var signed = new SignedDistanceMap();
        int[] cells = Discs(200, 8, 1), fewCells = Discs(8, 12, 1), classes = Discs(40, 50, Classes);
        Print("connected components, 200 cells", cells, threads, (labels, maps, most) =>
        {
            for (int image = 0; image < Images; image++)
            {
                int offset = image * Side * Side;
                ConnectedComponents.Label(labels + offset, 1, Side, Side, Connectivity.Faces, 0, (int*)maps + offset);
            }
        });
        Print("U-Net border weights, 200 cells", cells, threads,
            (labels, maps, most) => border.Fill(extents, labels, null, Images, maps, most));
        Print("U-Net border weights, 8 cells", fewCells, threads,
            (labels, maps, most) => border.Fill(extents, labels, null, Images, maps, most));
        Print("pooled border weights, window 41", cells, threads,
            (labels, maps, most) => pooled.Fill(extents, labels, Images, maps, most));
        Print($"distance penalty, {Classes} classes", classes, threads,
            (labels, maps, most) => penalty.Fill(extents, [], labels, Images, Classes, maps, most));
        Print($"signed distances, {Classes} classes", classes, threads,
            (labels, maps, most) => signed.Fill(extents, [], labels, Images, Classes, maps, most));
    }

    static void Print(string name, int[] labels, int threads, Fill fill)
    {
        var destination = new float[labels.Length * Classes];
        double[] best = [double.MaxValue, double.MaxValue];
        fixed (int* label = labels)
        fixed (float* weight = destination)
        {
            long begin = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(begin).TotalSeconds < SecondsPerCase)
            {
                for (int i = 0; i < 2; i++)
                {
                    long start = Stopwatch.GetTimestamp();
                    fill(label, weight, i == 0 ? 1 : threads);
                    best[i] = Math.Min(best[i], Stopwatch.GetElapsedTime(start).TotalNanoseconds / labels.Length);
                }
            }
        }

        Console.WriteLine($"{name,-44}{best[0],12:F2}{best[1],12:F2}{best[0] / best[1],10:F2}");
    }

    /// <summary>Discs of random classes, other than 0, on a background of 0.</summary>
    static int[] Discs(int perImage, int radius, int classes)
    {
        var random = new Random(1);
        var labels = new int[Images * Side * Side];
        for (int disc = 0; disc < Images * perImage; disc++)
        {
            int top = disc / perImage * Side, y = random.Next(Side), x = random.Next(Side), r = 1 + random.Next(radius);
            int label = 1 + random.Next(Math.Max(1, classes - 1));
            for (int j = Math.Max(0, y - r); j < Math.Min(Side, y + r + 1); j++)
                for (int i = Math.Max(0, x - r); i < Math.Min(Side, x + r + 1); i++)
                    if ((j - y) * (j - y) + (i - x) * (i - x) <= r * r) labels[(top + j) * Side + i] = label;
        }

        return labels;
    }
}
