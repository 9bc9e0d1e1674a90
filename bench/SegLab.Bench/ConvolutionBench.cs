using System.Diagnostics;
using SegLab.Training.Kernels;
using SegLab.Training.Layers;

namespace SegLab.Bench;

/// <summary>
/// The 3 x 3 convolutions of a U-Net (width 16, depth 4, images 4 x 3 x 176 x 224): GFLOP/s as if each were computed directly, at
/// 2 * 9 * inputs * outputs operations a pixel, including what is fused with them.
/// </summary>
static class ConvolutionBench
{
    const int Batch = 4, Height = 176, Width = 224, BaseWidth = 16, Depth = 4, Rounds = 15;

    public static void Run(string[] args)
    {
        int threads = args.Length > 0 ? int.Parse(args[0]) : Environment.ProcessorCount;
        Console.WriteLine($"Batch {Batch}, {threads} threads, best of {Rounds}; GFLOP/s as if computed directly, and milliseconds");
        Console.WriteLine($"{"layer",-24}{"forward",16}{"backward data",16}{"backward weights",18}");
        var total = new double[3];
        for (int level = 0; level <= Depth; level++)
        {
            int channels = BaseWidth << level;
            if (level > 0) Measure(level, [channels / 2], channels, 1, threads, total);
            Measure(level, [channels], channels, level < Depth ? 2 : 1, threads, total);
            if (level < Depth) Measure(level, [2 * channels, channels], channels, 1, threads, total);
        }

        Console.WriteLine($"{"all of the network, ms",-24}{total[0],16:F1}{total[1],16:F1}{total[2],18:F1}");
    }

    static void Measure(int level, int[] inputs, int outputs, int times, int threads, double[] total)
    {
        int height = Height >> level, width = Width >> level;
        var convolution = new Convolution3x3("layer", inputs, outputs);
        var random = new Random(1);
        foreach (ref float weight in convolution.Weights.Values.AsSpan()) weight = (float)(random.NextDouble() - 0.5);
        Activation[] from = [.. inputs.Select(channels => Fill(channels, inputs.Length == 1))];
        Activation to = Fill(outputs, normalized: true);
        var workspace = new Workspace { Threads = threads };
        bool last = inputs.Length == 1;
        double forward = Best(() => convolution.Forward(from, to, training: true, workspace));
        double data = Best(() => convolution.BackwardInputs(from, to, last, workspace));
        double weights = Best(() => convolution.BackwardWeights(from, to, workspace));
        total[0] += times * forward;
        total[1] += times * data;
        total[2] += times * weights;
        double operations = 2e-6 * 9 * inputs.Sum() * outputs * Batch * height * width;
        string name = $"{string.Join("+", inputs)} -> {outputs}, {width} x {height}";
        Console.WriteLine($"{name,-24}{Figure(forward),16}{Figure(data),16}{Figure(weights),18}");

        string Figure(double milliseconds) => $"{operations / milliseconds:F0} {milliseconds,6:F2}";

        Activation Fill(int channels, bool normalized)
        {
            var activation = Activation.Create(Batch, channels, height, width, normalized ? new BatchNormalization("bn", channels) : null, training: true);
            activation.Normalization?.Begin(training: false);
            foreach (BlockedMap map in new[] { activation.Values, activation.Gradient! })
            {
                foreach (ref float value in map.Values) value = (float)(random.NextDouble() - 0.5);
            }

            return activation;
        }
    }

    static double Best(Action action)
    {
        double best = double.MaxValue;
        long begin = Stopwatch.GetTimestamp();
        for (int round = 0; round < Rounds || Stopwatch.GetElapsedTime(begin).TotalSeconds < 0.2; round++)
        {
            long start = Stopwatch.GetTimestamp();
            action();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return best;
    }
}
