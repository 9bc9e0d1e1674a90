namespace SegLab.Training.Studies.Stability;

/// <summary>The course of one training.</summary>
/// <param name="IoU">The foreground's IoU after each epoch.</param>
/// <param name="Losses">The loss of each step; as many steps in each epoch.</param>
sealed record TrainingCurve(IReadOnlyList<double> IoU, IReadOnlyList<double> Losses)
{
    /// <summary>How far the IoU moves from one epoch to the next, mean over the second half of the epochs.</summary>
    public double IoUVariation => Moves(IoU.Skip(IoU.Count / 2 - 1)).Average();

    /// <summary>
    /// How far the loss moves from one step to the next, mean over all steps, as a share of how far its epochs' mean falls from the first to the
    /// last: so losses of any scale compare. NaN where it does not fall.
    /// </summary>
    public double LossVariation
    {
        get
        {
            int steps = Losses.Count / IoU.Count;
            double drop = Losses.Take(steps).Average() - Losses.TakeLast(steps).Average();
            return drop > 0 ? Moves(Losses).Average() / drop : double.NaN;
        }
    }

    static IEnumerable<double> Moves(IEnumerable<double> values) => values.Zip(values.Skip(1), (before, after) => Math.Abs(after - before));
}
