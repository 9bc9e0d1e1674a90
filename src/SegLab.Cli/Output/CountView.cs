using System.Diagnostics;

namespace SegLab.Cli.Output;

/// <summary>A bar that fills as things get done, with their rate; only on a terminal.</summary>
sealed class CountView(int total, string things) : IDisposable
{
    readonly long start = Stopwatch.GetTimestamp();
    readonly StatusLine line = new();
    int done;

    public void Advance()
    {
        done++;
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        line.Show($"{StatusLine.Bar((double)done / total)} {done}/{total} {things}  {done / Math.Max(seconds, 1e-3):F1} {things}/s");
    }

    public void Dispose() => line.Clear();
}
