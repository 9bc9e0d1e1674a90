using System.Diagnostics;

namespace SegLab.Training.Comparison;

/// <summary>Judges how long the rest of a comparison will take, by what this process has done of it so far.</summary>
sealed class ComparisonPace(int epochs, int steps, int runs)
{
    readonly long start = Stopwatch.GetTimestamp();
    long left = (long)epochs * steps * runs;
    long done;
    long reached;

    /// <summary>A run begins where its checkpoint stands.</summary>
    public void StartRun(long stepsDone)
    {
        left -= stepsDone;
        reached = stepsDone;
    }

    /// <summary>A run stands at a step; both numbers count from 1.</summary>
    public TimeSpan TimeLeft(int epoch, int step)
    {
        long now = (long)(epoch - 1) * steps + step;
        done += now - reached;
        left -= now - reached;
        reached = now;
        return done == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(start) * ((double)left / done);
    }

    /// <summary>A run is over.</summary>
    public void EndRun() => reached = 0;
}
