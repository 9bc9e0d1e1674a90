using SegLab.Training.Comparison;

namespace SegLab.Studio.Report;

/// <summary>How training with a loss went, as far as it went.</summary>
/// <param name="Loss">The loss in text form.</param>
/// <param name="Runs">The epochs of each of its runs.</param>
public sealed record LossCourse(string Loss, IReadOnlyList<IReadOnlyList<EpochResult>> Runs)
{
    /// <summary>Those of a ranking, in its order.</summary>
    public static IReadOnlyList<LossCourse> Of(IReadOnlyList<LossResult> ranking) =>
        [.. ranking.Select(loss => new LossCourse(loss.Loss, [.. loss.Runs.Select(run => run.Epochs)]))];
}
