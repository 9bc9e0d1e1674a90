using SegLab.Training.Comparison;

namespace SegLab.Training.Checkpoints;

/// <summary>Where training stands.</summary>
sealed record TrainingState
{
    /// <summary>The epoch under way, from 0; the number of epochs when all are over.</summary>
    public int Epoch { get; init; }

    /// <summary>Steps of this epoch that are over.</summary>
    public int Step { get; init; }

    /// <summary>The sum of the losses of these steps.</summary>
    public double LossSum { get; init; }

    /// <summary>The time these steps took.</summary>
    public double Seconds { get; init; }

    /// <summary>The epochs that are over.</summary>
    public required IReadOnlyList<EpochResult> History { get; init; }
}
