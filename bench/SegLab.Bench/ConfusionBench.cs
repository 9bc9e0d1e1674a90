using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SegLab.Metrics;

namespace SegLab.Bench;

/// <summary>
/// The confusion matrix of label maps against a plain read of both maps and, where a Python has them, the counts of NumPy and those of torchmetrics' operators in PyTorch: of
/// tensors of int64, of uint8, and of int64 with an ignore index, as the matrix here always has one. Times are the best of the rounds, in nanoseconds a pixel.
/// </summary>
static class ConfusionBench
{
    const int Height = 4096, Width = 4096, Rounds = 40;

    /// <summary>In the first of its rounds a peer waits for memory, although it keeps what it frees.</summary>
    const int PeerRounds = 10;

    static readonly (string Library, string Type)[] peers = [("numpy", "int64"), ("torch", "int64"), ("torch", "uint8"), ("torch_ignoring", "int64")];

    public static void Run(int threads)
    {
        Console.WriteLine($"Confusion matrix of {Height} x {Width} labels, ns a pixel, best of {Rounds}; one thread, peers {threads}");
        Console.WriteLine($"{"labels",-24}{"classes",8}{"add",8}{"read",8}{"ratio",8}{"NumPy",8}{"PyTorch",9}{"uint8",8}{"ignoring",10}{"times",8}");
        foreach (int classes in new[] { 2, 19, 32, 1000 })
        {
            foreach (bool random in new[] { false, true })
            {
                int[] truth = random ? Noise(classes, 1) : Scene(classes, 0), prediction = random ? Noise(classes, 2) : Scene(classes, 3);
                double[] peerTimes = Peers(prediction, truth, classes, threads);
                string kind = random ? "random" : "scenes";
                if (classes <= 256) Row<byte>($"byte, {kind}", prediction, truth, classes, peerTimes);
                Row<ushort>($"ushort, {kind}", prediction, truth, classes, peerTimes);
                Row<int>($"int, {kind}", prediction, truth, classes, peerTimes);
            }
        }
    }

    static void Row<T>(string name, int[] prediction, int[] truth, int classes, double[] peerTimes)
        where T : unmanaged, IBinaryInteger<T>
    {
        T[] p = [.. prediction.Select(T.CreateTruncating)], t = [.. truth.Select(T.CreateTruncating)];
        var matrix = new ConfusionMatrix(classes);
        double add = double.MaxValue, read = double.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            matrix.Add<T, T>(p, t, ignoreLabel: 255);
            add = Math.Min(add, Stopwatch.GetElapsedTime(start).TotalNanoseconds / t.Length);
            start = Stopwatch.GetTimestamp();
            Read(MemoryMarshal.AsBytes<T>(p), MemoryMarshal.AsBytes<T>(t));
            read = Math.Min(read, Stopwatch.GetElapsedTime(start).TotalNanoseconds / t.Length);
        }

        Console.WriteLine($"{name,-24}{classes,8}{add,8:F3}{read,8:F3}{add / read,8:F2}" +
            $"{Text(peerTimes[0]),8}{Text(peerTimes[1]),9}{Text(peerTimes[2]),8}{Text(peerTimes[3]),10}{Text(peerTimes[1] / add),8}");
    }

    static string Text(double nanoseconds) => double.IsNaN(nanoseconds) ? "-" : nanoseconds.ToString("F2");

    /// <summary>Reads both and keeps one bit of it, so that the reading is not left out.</summary>
    static void Read(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        Vector512<byte> even = default, odd = default;
        ReadOnlySpan<Vector512<byte>> one = MemoryMarshal.Cast<byte, Vector512<byte>>(first), other = MemoryMarshal.Cast<byte, Vector512<byte>>(second);
        for (int i = 0; i + 1 < one.Length; i += 2)
        {
            even ^= one[i] + other[i];
            odd ^= one[i + 1] + other[i + 1];
        }

        GC.KeepAlive((even ^ odd)[0]);
    }

    static double[] Peers(int[] prediction, int[] truth, int classes, int threads)
    {
        string path = Path.GetTempFileName();
        using (FileStream file = File.Create(path))
        {
            file.Write(MemoryMarshal.AsBytes<int>(truth));
            file.Write(MemoryMarshal.AsBytes<int>(prediction));
        }

        double[] best = [.. peers.Select(of =>
        {
            using PythonPeer? peer = of.Type == "uint8" && classes > 256
                ? null
                : PythonPeer.Start("python/confusion_matrix.py", $"{of.Library} \"{path}\" {classes} {threads} {of.Type}");
            return peer is null ? double.NaN : Enumerable.Range(0, PeerRounds).Min(_ => peer.Run()) * 1e6 / truth.Length;
        })];
        File.Delete(path);
        return best;
    }

    static int[] Noise(int classes, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Height * Width).Select(_ => random.Next(classes))];
    }

    /// <summary>Ellipses of all sizes, one over the other; a jitter moves their borders by so many pixels, as a good prediction does.</summary>
    static int[] Scene(int classes, int jitter)
    {
        var random = new Random(1);
        var moves = new Random(2);
        var labels = new int[Height * Width];
        for (int ellipse = 0; ellipse < 1500; ellipse++)
        {
            int label = random.Next(classes), y = random.Next(Height), x = random.Next(Width);
            double height = 8 + 200 * Math.Pow(random.NextDouble(), 3), width = 8 + 400 * Math.Pow(random.NextDouble(), 3);
            height += moves.Next(-jitter, jitter + 1);
            width += moves.Next(-jitter, jitter + 1);
            for (int row = Math.Max(0, (int)(y - height)); row < Math.Min(Height, y + height); row++)
            {
                double share = (row - y) / height;
                int half = (int)(width * Math.Sqrt(Math.Max(0, 1 - share * share)));
                int begin = Math.Max(0, x - half), end = Math.Min(Width, x + half);
                if (end > begin) labels.AsSpan(row * Width + begin, end - begin).Fill(label);
            }
        }

        return labels;
    }
}
