using System.Diagnostics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using SegLab.Losses;
using SegLab.Losses.Kernels;
using SegLab.Losses.Ranked;

namespace SegLab.Bench;

/// <summary>Value and slopes of the Lovász extension over planes that are in memory, against a copy of the same bytes timed in the same run.</summary>
static unsafe class LovaszBench
{
    const int Images = 4, Classes = 21, Extent = 512, Rounds = 15;

    public static void Run(string[] args)
    {
        int threads = args.Length > 0 ? int.Parse(args[0]) : Environment.ProcessorCount;
        Console.WriteLine($"Probabilities {Images} x {Classes} x {Extent} x {Extent}, value and slopes, {threads} threads, median and best of {Rounds}");
        Console.WriteLine($"{"probabilities",-16}{"over",-10}{"ms",8}{"best",8}{"copy ms",10}{"value",10}{"bytes/call",12}");
        foreach ((string name, float spread, float margin) in new[] { ("random", 3f, 0f), ("trained", 1.5f, 8f), ("saturated", 3f, 14f) })
            foreach (Aggregate aggregate in new[] { Aggregate.Batch, Aggregate.PerImage })
                Time(name, spread, margin, aggregate, threads);
    }

    static void Time(string name, float spread, float margin, Aggregate aggregate, int threads)
    {
        nint pixels = Extent * Extent, length = Images * Classes * pixels;
        float* probabilities = Allocate(length), slopes = Allocate(length);
        int* labels = (int*)Allocate(Images * pixels);
        Fill(probabilities, labels, spread, margin);
        var copy = new StreamingCopy(probabilities, slopes, length, threads);
        var term = new LovaszTerm { Aggregate = aggregate };
        var call = new PlaneCall
        {
            Images = Images,
            Channels = Classes,
            Pixels = pixels,
            Extents = [Extent, Extent],
            Predictions = probabilities,
            Slopes = slopes,
            Labels = labels,
            Threads = threads,
        };

        var times = new List<double>();
        var copies = new List<double>();
        long allocated = 0, begin = Stopwatch.GetTimestamp();
        double value = 0;
        while (times.Count < Rounds)
        {
            long start = Stopwatch.GetTimestamp();
            copy.Copy();
            double copyTime = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            new Span<float>(slopes, (int)length).Clear();
            long before = GC.GetTotalAllocatedBytes(precise: true);
            start = Stopwatch.GetTimestamp();
            value = term.Resolve(call);
            double time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (Stopwatch.GetElapsedTime(begin).TotalSeconds < 1.5) continue;
            allocated = Math.Max(allocated, GC.GetTotalAllocatedBytes(precise: true) - before);
            times.Add(time);
            copies.Add(copyTime);
        }

        times.Sort();
        copies.Sort();
        Console.WriteLine($"{name,-16}{aggregate,-10}{times[Rounds / 2],8:F1}{times[0],8:F1}{copies[Rounds / 2],10:F1}{value,10:F5}{allocated,12}");
        NativeMemory.AlignedFree(probabilities);
        NativeMemory.AlignedFree(slopes);
        NativeMemory.AlignedFree(labels);
    }

    static void Fill(float* probabilities, int* labels, float spread, float margin)
    {
        var random = new Random(1);
        nint pixels = Extent * Extent;
        Span<float> z = stackalloc float[Classes];
        for (nint i = 0; i < Images * pixels; i++)
        {
            labels[i] = random.Next(Classes);
            for (int k = 0; k < Classes; k++)
                z[k] = spread * (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));

            // One pixel in twenty is taken for another class.
            z[random.Next(20) == 0 ? random.Next(Classes) : labels[i]] += margin;
            TensorPrimitives.SoftMax(z, z);
            for (int k = 0; k < Classes; k++) probabilities[(i / pixels * Classes + k) * pixels + i % pixels] = z[k];
        }
    }

    static float* Allocate(nint length) => (float*)NativeMemory.AlignedAlloc((nuint)length * sizeof(float), 64);
}
