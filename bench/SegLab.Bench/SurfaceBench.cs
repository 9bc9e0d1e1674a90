using System.Diagnostics;
using System.Numerics.Tensors;
using SegLab.Metrics;

namespace SegLab.Bench;

/// <summary>HD95, ASSD and normalized surface Dice of two spheres in a volume, against SciPy where a Python with it is found.</summary>
static class SurfaceBench
{
    const int Extent = 192, Rounds = 9;

    public static void Run(int threads)
    {
        byte[] prediction = Sphere(96, 95, 94, 60), truth = Sphere(94, 97, 96, 58);
        Console.WriteLine($"HD95, ASSD and surface Dice of two spheres in {Extent}^3, ms, best of {Rounds}");
        Console.WriteLine($"{"spacing",-16}{"elements",-10}{"1 thread",10}{threads + " threads",12}{"HD95",10}{"ASSD",10}{"NSD",10}{"SciPy",10}");
        foreach (double[] spacing in new double[][] { [1, 1, 1], [2.5, 0.8, 0.8] })
        {
            double scipy = Peer(prediction, truth, spacing);
            foreach (SurfaceElement element in Enum.GetValues<SurfaceElement>())
            {
                (double one, _) = Time(prediction, truth, spacing, element, 1);
                (double several, double[] scores) = Time(prediction, truth, spacing, element, threads);
                Console.Write($"{string.Join(" x ", spacing),-16}{element,-10}{one,10:F1}{several,12:F1}{scores[0],10:F4}{scores[1],10:F4}{scores[2],10:F4}");
                Console.WriteLine(double.IsNaN(scipy) || element != SurfaceElement.Voxel ? $"{"-",10}" : $"{scipy,10:F0}");
            }
        }
    }

    static (double Milliseconds, double[] Scores) Time(byte[] prediction, byte[] truth, double[] spacing, SurfaceElement element, int threads)
    {
        var comparer = new SurfaceComparer { Spacing = new(spacing), Element = element, Threads = threads };
        nint[] lengths = [Extent, Extent, Extent];
        double best = double.MaxValue;
        double[] scores = [];
        for (int round = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            SurfaceDistances surfaces = comparer.Compare(new ReadOnlyTensorSpan<byte>(prediction, lengths), new ReadOnlyTensorSpan<byte>(truth, lengths), (byte)1);
            scores = [surfaces.PercentileHausdorff(95), surfaces.AverageSymmetricDistance, surfaces.SurfaceDice(1)];
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return (best, scores);
    }

    static double Peer(byte[] prediction, byte[] truth, double[] spacing)
    {
        string path = Path.GetTempFileName();
        File.WriteAllBytes(path, [.. prediction, .. truth]);
        using PythonPeer? peer = PythonPeer.Start("python/surface_distances.py", $"\"{path}\" {string.Join(',', spacing)} {Extent}");
        double best = peer is null ? double.NaN : Enumerable.Range(0, 2).Min(_ => peer.Run());
        File.Delete(path);
        return best;
    }

    static byte[] Sphere(int z, int y, int x, int radius)
    {
        var mask = new byte[Extent * Extent * Extent];
        for (int i = 0; i < mask.Length; i++)
        {
            int k = i / (Extent * Extent) - z, j = i / Extent % Extent - y, h = i % Extent - x;
            if (k * k + j * j + h * h <= radius * radius) mask[i] = 1;
        }

        return mask;
    }
}
