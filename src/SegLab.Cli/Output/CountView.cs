using System.Diagnostics;

namespace SegLab.Cli.Output;

/// <summary>A bar that fills as things get done, with their rate; only on a terminal.</summary>
sealed class CountView(string things) : IDisposable
{
    readonly long start = Stopwatch.GetTimestamp();
    readonly StatusLine line = new();
    int? begun;

    /// <summary>Shows how many are done. What was done at the first call, from an earlier run, does not count in the rate.</summary>
    public void Show(int done, int total)
    {
        begun ??= done - 1;
        double rate = (done - begun.Value) / Math.Max(Stopwatch.GetElapsedTime(start).TotalSeconds, 1e-3);
        var left = TimeSpan.FromSeconds((total - done) / rate);
        line.Show($"{StatusLine.Bar((double)done / total)} {done}/{total} {things}  {rate:F1} {things}/s  left {(int)left.TotalMinutes}:{left.Seconds:00}");
    }

    public void Dispose() => line.Clear();
}
