using System.Diagnostics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using SegLab.Losses;

namespace SegLab.Bench;

/// <summary>Value and gradient of losses, against a copy of the same bytes timed in the same run.</summary>
static unsafe class LossBench
{
    const int Images = 4, Classes = 21, Height = 512, Width = 512, Rounds = 15;

    public static void Run(string[] args)
    {
        int threads = args.Length > 0 ? int.Parse(args[0]) : Environment.ProcessorCount;
        nint pixels = (nint)Images * Height * Width, length = pixels * Classes;
        float* logits = Allocate(length), gradient = Allocate(length);
        var labels = new byte[pixels];
        var random = new Random(1);
        for (nint i = 0; i < length; i++) logits[i] = (float)(random.NextDouble() * 6 - 3);
        random.NextBytes(labels);
        for (int i = 0; i < labels.Length; i++) labels[i] %= Classes;

        ReadOnlySpan<nint> shape = [Images, Classes, Height, Width], mapShape = [Images, Height, Width];
        var copy = new StreamingCopy(logits, gradient, length, threads);
        string[] specs = args.Length > 1 ? args[1..] : ["ce", "ce(label_smoothing=0.1)", "focal", "dice", "dice(aggregate=batch)", "ce + dice", "ce + focal + tversky", "bce", "dice(activation=sigmoid)"];
        Console.WriteLine($"Logits {Images} x {Classes} x {Height} x {Width}, value and gradient, {threads} threads, median of {Rounds}");
        Console.WriteLine($"{"loss",-28}{"ms",8}{"copy ms",10}{"ratio",8}{"bytes/call",12}");
        foreach (string spec in specs)
        {
            SegmentationLoss loss = SegmentationLoss.Parse(spec);
            var times = new List<double>();
            var copies = new List<double>();
            long allocated = 0;
            // The runtime recompiles what it finds hot for about a second.
            long begin = Stopwatch.GetTimestamp();
            int round = 0;
            while (round < Rounds)
            {
                long start = Stopwatch.GetTimestamp();
                copy.Copy();
                double copyTime = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                long before = GC.GetTotalAllocatedBytes(precise: true);
                start = Stopwatch.GetTimestamp();
                loss.Evaluate(
                    new ReadOnlyTensorSpan<float>(new ReadOnlySpan<float>(logits, (int)length), shape),
                    new ReadOnlyTensorSpan<byte>(labels, mapShape),
                    new TensorSpan<float>(new Span<float>(gradient, (int)length), shape),
                    threads);
                double time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                if (Stopwatch.GetElapsedTime(begin).TotalSeconds < 1.5) continue;
                round++;
                allocated = Math.Max(allocated, GC.GetTotalAllocatedBytes(precise: true) - before);
                times.Add(time);
                copies.Add(copyTime);
            }

            Console.WriteLine($"{spec,-28}{Median(times),8:F1}{Median(copies),10:F1}{Median(times) / Median(copies),8:F2}{allocated,12}");
        }
    }

    static float* Allocate(nint length) => (float*)NativeMemory.AlignedAlloc((nuint)length * sizeof(float), 64);

    static double Median(List<double> times)
    {
        times.Sort();
        return times[times.Count / 2];
    }
}
