using System.Diagnostics;
using SegLab.Imaging;
using SegLab.Imaging.Masks;
using SegLab.Imaging.Png;

namespace SegLab.Bench;

/// <summary>
/// Reading masks one after another by one thread, against Pillow's <c>numpy.array(Image.open(path))</c> where a Python with it is found.
/// The two take turns. Times are the best of the rounds, in microseconds a mask.
/// </summary>
static class MaskReadingBench
{
    const double Seconds = 6;

    public static void Run(string[] args)
    {
        Console.WriteLine($"Masks of PNG, one thread, us a mask, best of the rounds that fit {Seconds} s");
        Console.WriteLine($"{"masks",-44}{"SegLab",10}{"shape",10}{"Pillow",10}{"ratio",8}");
        if (args is [string given]) Compare(given, given);
        foreach ((int size, int count) in new[] { (64, 1000), (240, 200), (1024, 20) })
        {
            DirectoryInfo folder = Directory.CreateTempSubdirectory("seglab-bench");
            for (int i = 0; i < count; i++) WriteBlobs(Path.Combine(folder.FullName, $"{i:d4}.png"), size, i);
            Compare($"{count} of {size} x {size}, blobs", folder.FullName);
            folder.Delete(recursive: true);
        }
    }

    static void Compare(string name, string folder)
    {
        string[] paths = [.. Directory.GetFiles(folder, "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        using PythonPeer? pillow = PythonPeer.Start("python/read_masks.py", $"\"{folder}\"");
        var reader = new LabelMapReader();
        double read = double.MaxValue, shape = double.MaxValue, peer = double.MaxValue;
        long begin = Stopwatch.GetTimestamp();
        for (int round = 0; round < 5 || Stopwatch.GetElapsedTime(begin).TotalSeconds < Seconds; round++)
        {
            read = Math.Min(read, Time(path => reader.Read(path)));
            shape = Math.Min(shape, Time(path => LabelMapFile.ReadShape(path)));
            if (pillow is not null) peer = Math.Min(peer, 1e3 * pillow.Run() / paths.Length);
        }

        Console.Write($"{name,-44}{read,10:F1}{shape,10:F1}");
        Console.WriteLine(pillow is null ? $"{"-",10}{"-",8}" : $"{peer,10:F1}{peer / read,8:F1}");

        double Time(Action<string> act)
        {
            long start = Stopwatch.GetTimestamp();
            foreach (string path in paths) act(path);
            return Stopwatch.GetElapsedTime(start).TotalMicroseconds / paths.Length;
        }
    }

    static void WriteBlobs(string path, int size, int seed)
    {
        var random = new Random(seed);
        ushort[] labels = new ushort[size * size];
        for (int blob = 0; blob < 24; blob++)
        {
            int y = random.Next(size), x = random.Next(size), radius = random.Next(size / 16, size / 4);
            for (int j = Math.Max(0, y - radius); j < Math.Min(size, y + radius); j++)
            {
                int reach = (int)Math.Sqrt(radius * radius - (j - y) * (j - y)), left = Math.Max(0, x - reach), right = Math.Min(size, x + reach);
                labels.AsSpan(j * size + left, right - left).Fill((ushort)(blob % 11));
            }
        }

        PngFile.WriteLabelMap(path, new LabelMap(size, size, labels), ClassPalette.Standard);
    }
}
