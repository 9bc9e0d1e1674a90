using System.Diagnostics;
using SegLab.Training.Checkpoints;

namespace SegLab.Training;

/// <summary>Judges how long the rest of a training will take, by what this process has done of it so far.</summary>
sealed class TrainingPace(int epochs, int steps, TrainingState from)
{
    readonly long start = Stopwatch.GetTimestamp();
    readonly long first = (long)from.Epoch * steps + from.Step;

    /// <summary>The time left; zero before the first step is over.</summary>
    public TimeSpan TimeLeft(TrainingState state)
    {
        long done = (long)state.Epoch * steps + state.Step;
        return done == first ? TimeSpan.Zero : Stopwatch.GetElapsedTime(start) * ((double)((long)epochs * steps - done) / (done - first));
    }
}
