using System.Diagnostics;
using System.Numerics.Tensors;
using SegLab.Distance;

namespace SegLab.Bench;

/// <summary>
/// The Euclidean distance transform on images and volumes, against SciPy's where a Python with SciPy is found. The runs take turns, so
/// all meet the same machine. Times are the best of the rounds, in nanoseconds a pixel.
/// </summary>
static class DistanceBench
{
    const double SecondsPerCase = 3;

    public static void Run(string[] args)
    {
        int most = args.Length > 0 ? int.Parse(args[0]) : Environment.ProcessorCount;
        int[] threads = most == 1 ? [1] : [1, most];
        string? peer = null;
        Console.WriteLine($"Euclidean distance transform, ns a pixel, best of the rounds that fit {SecondsPerCase} s; ratios by 1 thread");
        Console.Write($"{"mask",-38}");
        foreach (int count in threads) Console.Write($"{count + (count == 1 ? " thread" : " threads"),12}");
        Console.WriteLine($"{"speed-up",10}{"SciPy",10}{"ratio",8}");
        foreach ((string name, nint[] extents, double[] spacing, byte[] mask) in Cases())
        {
            string path = Path.GetTempFileName();
            File.WriteAllBytes(path, mask);
            string arguments = $"\"{path}\" {string.Join(',', spacing)} {string.Join(',', extents)}";
            using PythonPeer? scipy = PythonPeer.Start("python/distance_transform.py", arguments);
            peer ??= scipy?.Version;
            double[] best = Measure(extents, spacing, mask, threads, scipy);
            File.Delete(path);

            Console.Write($"{name,-38}");
            for (int i = 0; i < threads.Length; i++) Console.Write($"{best[i],12:F2}");
            Console.Write($"{best[0] / best[threads.Length - 1],10:F2}");
            Console.WriteLine(scipy is null ? $"{"-",10}{"-",8}" : $"{best[^1],10:F1}{best[^1] / best[0],8:F1}");
        }

        Console.WriteLine(peer is null ? "No Python with SciPy was found to compare with." : $"SciPy {peer}, which has one thread.");
        WeightMapBench.Run(most);
    }

    static double[] Measure(nint[] extents, double[] spacing, byte[] mask, int[] threads, PythonPeer? scipy)
    {
        var distances = new float[mask.Length];
        var best = new double[threads.Length + 1];
        Array.Fill(best, double.MaxValue);
        long begin = Stopwatch.GetTimestamp();
        for (int round = 0; round < 5 || Stopwatch.GetElapsedTime(begin).TotalSeconds < SecondsPerCase; round++)
        {
            for (int i = 0; i < threads.Length; i++)
            {
                for (int repeat = 0; repeat < 8; repeat++)
                {
                    long start = Stopwatch.GetTimestamp();
                    DistanceTransform.Euclidean(new(mask, extents), new TensorSpan<float>(distances, extents), spacing, threads[i]);
                    best[i] = Math.Min(best[i], Stopwatch.GetElapsedTime(start).TotalNanoseconds / mask.Length);
                }
            }

            if (scipy is not null) best[^1] = Math.Min(best[^1], 1e6 * scipy.Run() / mask.Length);
        }

        return best;
    }

    static IEnumerable<(string Name, nint[] Extents, double[] Spacing, byte[] Mask)> Cases()
    {
        yield return ("512 x 512, blobs", [512, 512], [1, 1], Blobs([1, 512, 512], 40, 24));
        yield return ("2048 x 2048, blobs", [2048, 2048], [1, 1], Blobs([1, 2048, 2048], 300, 48));
        yield return ("2048 x 2048, far from a few zeros", [2048, 2048], [1, 1], Scattered(2048 * 2048, 4));
        yield return ("2048 x 2048, half of the pixels random", [2048, 2048], [1, 1], Scattered(2048 * 2048, 1 << 21));
        yield return ("2048 x 2048, blobs, spacing 0.7 x 1.3", [2048, 2048], [0.7, 1.3], Blobs([1, 2048, 2048], 300, 48));
        yield return ("192 x 192 x 192, blobs", [192, 192, 192], [1, 1, 1], Blobs([192, 192, 192], 120, 24));
        yield return ("192 x 192 x 192, spacing 2.5 x 1 x 1", [192, 192, 192], [2.5, 1, 1], Blobs([192, 192, 192], 120, 24));
    }

    /// <summary>Ones where an even number of balls overlap, so that there is much of both inside and outside.</summary>
    static byte[] Blobs(int[] extents, int count, int radius)
    {
        var random = new Random(1);
        var mask = new byte[extents[0] * extents[1] * extents[2]];
        Array.Fill(mask, (byte)1);
        for (int ball = 0; ball < count; ball++)
        {
            int z = random.Next(extents[0]), y = random.Next(extents[1]), x = random.Next(extents[2]);
            int r = random.Next(radius / 3, radius + 1);
            for (int k = Math.Max(0, z - r); k < Math.Min(extents[0], z + r + 1); k++)
                for (int j = Math.Max(0, y - r); j < Math.Min(extents[1], y + r + 1); j++)
                    for (int i = Math.Max(0, x - r); i < Math.Min(extents[2], x + r + 1); i++)
                    {
                        bool within = (k - z) * (k - z) + (j - y) * (j - y) + (i - x) * (i - x) <= r * r;
                        mask[(k * extents[1] + j) * extents[2] + i] ^= within ? (byte)1 : (byte)0;
                    }
        }

        return mask;
    }

    static byte[] Scattered(int length, int zeros)
    {
        var random = new Random(1);
        var mask = new byte[length];
        Array.Fill(mask, (byte)1);
        for (int i = 0; i < zeros; i++) mask[random.Next(length)] = 0;
        return mask;
    }
}
