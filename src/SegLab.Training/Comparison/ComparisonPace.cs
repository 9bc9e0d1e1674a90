using System.Diagnostics;

namespace SegLab.Training.Comparison;

/// <summary>Judges how long the rest of a comparison will take, by what this process has done of it so far.</summary>
/// <param name="stepsOfRun">Steps of a run.</param>
/// <param name="runs">Runs that are not over yet.</param>
sealed class ComparisonPace(long stepsOfRun, int runs)
{
    readonly long start = Stopwatch.GetTimestamp();
    long later = stepsOfRun * runs;
    long done;
    long reached;

    /// <summary>A run begins where its checkpoint stands; the one before it is over, whether it ended or broke down.</summary>
    public void StartRun(long stepsDone)
    {
        later -= stepsOfRun;
        reached = stepsDone;
    }

    /// <summary>The run stands at a step, counted from its start.</summary>
    public TimeSpan TimeLeft(long step)
    {
        done += step - reached;
        reached = step;
        return Stopwatch.GetElapsedTime(start) * ((double)(later + stepsOfRun - step) / done);
    }
}
