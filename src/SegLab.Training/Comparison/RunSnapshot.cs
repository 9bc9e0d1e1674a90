namespace SegLab.Training.Comparison;

/// <summary>Where one run of a comparison stands.</summary>
/// <param name="Loss">The loss in text form.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Standing">Whether it has begun, and whether it is over.</param>
/// <param name="Epochs">The epochs that are over.</param>
public sealed record RunSnapshot(string Loss, int Seed, RunStanding Standing, IReadOnlyList<EpochResult> Epochs);

/// <summary>Whether a run of a comparison has begun, and whether it is over.</summary>
public enum RunStanding
{
    /// <summary>It has not begun.</summary>
    Waiting,

    /// <summary>It is the one that is trained now.</summary>
    Training,

    /// <summary>It began, came to no end, and is not trained now: it was stopped, or broke down.</summary>
    Stopped,

    /// <summary>It is over.</summary>
    Done,
}
