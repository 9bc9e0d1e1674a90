using SegLab.Losses;

namespace SegLab.Studio.Explorer.Curves;

/// <summary>A loss on the page of curves.</summary>
/// <param name="Text">Its text form.</param>
/// <param name="Loss">The loss.</param>
sealed record CurveSpec(string Text, SegmentationLoss Loss);
