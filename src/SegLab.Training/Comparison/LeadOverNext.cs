namespace SegLab.Training.Comparison;

/// <summary>A paired comparison with the next loss on the same validation images.</summary>
/// <param name="Difference">This loss's mean IoU less the next one's.</param>
/// <param name="Low">Lower end of the 95 % interval of the paired bootstrap.</param>
/// <param name="High">Upper end of the 95 % interval of the paired bootstrap.</param>
/// <param name="Significant">Whether the interval leaves out zero, and there are at least six validation images.</param>
public sealed record LeadOverNext(double Difference, double Low, double High, bool Significant);
