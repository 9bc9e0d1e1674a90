using System.Diagnostics;
using SegLab.Imaging;
using SegLab.Imaging.Evaluation;
using SegLab.Imaging.Png;

namespace SegLab.Bench;

/// <summary>
/// Folders of masks evaluated, against a plain script with Pillow and NumPy that counts a confusion matrix and makes a mean IoU of it, one thread. Both are
/// warm, and take turns; SegLab also makes all the other figures and a bootstrap. The first evaluation of a process is shown apart.
/// </summary>
static class EvaluationBench
{
    const int Rounds = 40, Classes = 12, Ignored = 255;

    public static void Run(string[] args)
    {
        int threads = args.Length > 0 ? int.Parse(args[0]) : Environment.ProcessorCount;
        Console.WriteLine($"Evaluation of mask folders, {threads} threads, seconds, best of {Rounds}");
        Console.WriteLine($"{"masks",-34}{"first",9}{"SegLab",9}{"images/s",10}{"script",9}{"ratio",8}");
        if (args.Length > 2)
        {
            Compare(args[2], args[1], args[2], threads);
            return;
        }

        DirectoryInfo folder = Directory.CreateTempSubdirectory("seglab-bench");
        string prediction = Path.Combine(folder.FullName, "prediction"), truth = Path.Combine(folder.FullName, "truth");
        Directory.CreateDirectory(prediction);
        Directory.CreateDirectory(truth);
        ClassPalette palette = ClassPalette.Standard;
        for (int i = 0; i < 10_000; i++)
        {
            PngFile.WriteLabelMap(Path.Combine(truth, $"{i:d5}.png"), Discs(i, 0), palette);
            PngFile.WriteLabelMap(Path.Combine(prediction, $"{i:d5}.png"), Discs(i, 1), palette);
        }

        Compare("10,000 of 64 x 64", prediction, truth, threads);
        folder.Delete(recursive: true);
    }

    static void Compare(string name, string prediction, string truth, int threads)
    {
        var settings = new EvaluationSettings { Prediction = prediction, Truth = truth, IgnoreLabel = Ignored, Threads = threads };
        using PythonPeer? script = PythonPeer.Start("python/evaluate_masks.py", $"\"{prediction}\" \"{truth}\" {Classes} {Ignored}");
        double first = 0, best = double.MaxValue, peer = double.MaxValue;
        int images = 0;
        for (int round = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            images = FolderEvaluation.Run(settings).Images;
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            if (round == 0) first = seconds;
            best = Math.Min(best, seconds);
            if (script is not null) peer = Math.Min(peer, script.Run() / 1e3);
        }

        Console.Write($"{name,-34}{first,9:F3}{best,9:F3}{images / best,10:F0}");
        Console.WriteLine(script is null ? "" : $"{peer,9:F3}{peer / best,8:F1}");
    }

    /// <summary>Three discs, those of the prediction a little larger and moved.</summary>
    static LabelMap Discs(int seed, int moved)
    {
        const int size = 64;
        var random = new Random(seed);
        var labels = new ushort[size * size];
        for (int disc = 1; disc <= 3; disc++)
        {
            int row = random.Next(8, 56) + moved, column = random.Next(8, 56) + moved, radius = random.Next(4, 16) + moved;
            for (int i = 0; i < labels.Length; i++)
                if ((i / size - row) * (i / size - row) + (i % size - column) * (i % size - column) <= radius * radius) labels[i] = (ushort)disc;
        }

        return new LabelMap(size, size, labels);
    }
}
