using SegLab.Numerics;

namespace SegLab.Losses.Kernels;

/// <summary>A loss that looks at whole planes: all pixels of one channel of one image (or of the batch) at a time.</summary>
abstract unsafe class PlaneTerm : ParallelLoop
{
    /// <summary>What the term is multiplied by in a weighted sum.</summary>
    public double Factor { get; init; } = 1;

    /// <summary>The term's value times its factor; when the call has room for slopes, adds d value / d prediction times the factor to them.</summary>
    public abstract double Resolve(in PlaneCall call);
}
