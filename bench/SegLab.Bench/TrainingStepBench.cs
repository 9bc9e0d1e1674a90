using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;
using SegLab.Losses;
using SegLab.Training;
using SegLab.Training.Networks;
using SegLab.Training.Optimizers;

namespace SegLab.Bench;

/// <summary>
/// One training step (forward, cross-entropy, backward, Adam) of a U-Net, width 16, depth 4, on images 4 x 3 x 176 x 224 with 11 classes,
/// against the same in PyTorch where a Python with torch is found. The steps take turns, so both meet the same machine.
/// </summary>
static class TrainingStepBench
{
    const int Batch = 4, Channels = 3, Height = 176, Width = 224, Classes = 11, BaseWidth = 16, Depth = 4;

    public static void Run(string[] args)
    {
        int threads = args.Length > 0 ? int.Parse(args[0]) : Environment.ProcessorCount;
        int rounds = args.Length > 1 ? int.Parse(args[1]) : 21;
        Func<double> step = CreateStep(threads);
        TorchProcess?[] torch = [Start("contiguous"), Start("channels_last")];
        var ours = new List<double>();
        List<double>[] theirs = [[], []];
        for (long begin = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begin).TotalSeconds < 2;) step();
        for (int round = 0; round < rounds; round++)
        {
            Thread.Sleep(20);
            ours.Add(step());
            for (int i = 0; i < torch.Length; i++)
            {
                if (torch[i]?.Ask("") is { } time) theirs[i].Add(double.Parse(time, CultureInfo.InvariantCulture));
            }
        }

        Console.WriteLine($"Training step, U-Net {BaseWidth}/{Depth}, {Batch} x {Channels} x {Height} x {Width}, {Classes} classes, {threads} threads, {rounds} rounds, ms");
        Console.WriteLine($"{"",-32}{"median",10}{"best",10}{"ratio",10}");
        Print("SegLab", ours, ours);
        for (int i = 0; i < torch.Length; i++)
        {
            if (torch[i] is not { } process) continue;
            Print($"PyTorch {process.Version} {(i == 0 ? "" : "channels_last")}", theirs[i], ours);
            process.Dispose();
        }

        if (torch[0] is null) Console.WriteLine("No Python with torch was found to compare with.");

        TorchProcess? Start(string layout) =>
            TorchProcess.Start("training_step.py", $"{Batch} {Channels} {Height} {Width} {Classes} {BaseWidth} {Depth} {threads} {layout}");
    }

    static Func<double> CreateStep(int threads)
    {
        var random = new Random(1);
        var network = new UNet(Channels, Classes, BaseWidth, Depth, seed: 1) { Threads = threads };
        var optimizer = new AdamOptimizer(network.Parameters);
        var loss = SegmentationLoss.Parse("ce");
        var images = new FeatureMap(Batch, Channels, Height, Width);
        var gradient = new FeatureMap(Batch, Classes, Height, Width);
        var labels = new byte[Batch * Height * Width];
        foreach (ref float value in images.Values) value = (float)(2 * random.NextDouble() - 1);
        foreach (ref byte label in labels.AsSpan()) label = (byte)random.Next(Classes);
        return () =>
        {
            long start = Stopwatch.GetTimestamp();
            FeatureMap logits = network.Forward(images, training: true);
            loss.Evaluate(logits.AsTensorSpan(), new ReadOnlyTensorSpan<byte>(labels, [Batch, Height, Width]), gradient.AsTensorSpan(), threads);
            network.Backward(gradient);
            optimizer.Step(1e-3, threads);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        };
    }

    static void Print(string name, List<double> times, List<double> reference)
    {
        times.Sort();
        double median = times[times.Count / 2];
        Console.WriteLine($"{name,-32}{median,10:F1}{times[0],10:F1}{median / reference.Order().ElementAt(reference.Count / 2),10:F2}");
    }
}
