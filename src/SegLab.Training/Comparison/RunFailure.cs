namespace SegLab.Training.Comparison;

/// <summary>A run that broke down.</summary>
/// <param name="Loss">The loss in text form.</param>
/// <param name="Seed">The seed of the run.</param>
/// <param name="Message">What happened, and what to do.</param>
public sealed record RunFailure(string Loss, int Seed, string Message);
