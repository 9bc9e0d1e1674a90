namespace SegLab.Bench;

/// <summary>The metrics that have to look at every pixel.</summary>
static class MetricsBench
{
    public static void Run(string[] args)
    {
        int threads = args.Length > 0 ? int.Parse(args[0]) : Environment.ProcessorCount;
        SurfaceBench.Run(threads);
        ConfusionBench.Run(threads);
    }
}
