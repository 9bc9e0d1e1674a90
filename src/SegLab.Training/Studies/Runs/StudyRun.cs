using SegLab.Imaging;
using SegLab.Losses;

namespace SegLab.Training.Studies.Runs;

/// <summary>One training of a study. Runs of the same dataset and seed begin with the same weights and see the same crops.</summary>
/// <param name="Name">What tells it from the others of its seed, such as the loss.</param>
/// <param name="Loss">What it is trained with.</param>
/// <param name="Dataset">What it is trained on: images of one size.</param>
/// <param name="Seed">What weights, order and crops are drawn from.</param>
sealed record StudyRun(string Name, SegmentationLoss Loss, SegmentationDataset Dataset, int Seed)
{
    /// <summary>Passes over the training images.</summary>
    public required int Epochs { get; init; }

    /// <summary>Says from the second epoch on how often each training image is drawn; null draws each once an epoch.</summary>
    public Func<StudiedNetwork, IReadOnlyList<double>>? WeighImages { get; init; }
}

/// <summary>What a run came to.</summary>
/// <param name="Run">The run.</param>
/// <param name="Observed">What was observed after each epoch.</param>
/// <param name="StepLosses">The loss of each step.</param>
/// <param name="Training">The course of the training, and the confusion of each validation image in the end.</param>
sealed record StudyRunOutcome<T>(StudyRun Run, IReadOnlyList<T> Observed, IReadOnlyList<double> StepLosses, TrainingResult Training);
