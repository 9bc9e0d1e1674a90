using SegLab.Losses;

namespace SegLab.Studio.Plots;

/// <summary>A loss of a plot.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Loss">The loss; it reduces its values to one.</param>
public sealed record PlottedLoss(string Name, SegmentationLoss Loss);
