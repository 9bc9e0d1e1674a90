namespace SegLab.Training.Checkpoints;

/// <summary>What decides the course of training: two trainings of one identity end in the same weights.</summary>
/// <param name="Loss">The loss in text form.</param>
/// <param name="Dataset">The fingerprint of the dataset.</param>
/// <param name="Settings">The settings; the number of threads is 1 here, since the result does not depend on it.</param>
sealed record TrainingIdentity(string Loss, string Dataset, TrainingSettings Settings);
