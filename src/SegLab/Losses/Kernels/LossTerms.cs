namespace SegLab.Losses.Kernels;

/// <summary>The terms of a loss that share an activation, and so the passes over the logits.</summary>
sealed class LossTerms
{
    public List<PixelTerm> Pixel { get; } = [];

    public List<RegionTerm> Region { get; } = [];

    public List<PlaneTerm> Plane { get; } = [];

    public List<OverlapSums> Overlaps { get; } = [];
}
