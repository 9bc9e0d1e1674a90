using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SegLab.Numerics;

namespace SegLab.Boxes;

/// <summary>What the score of a box is multiplied by, given its overlap with one that has a higher score (Bodla et al. 2017).</summary>
interface IScoreDecay
{
    Vector512<float> Of(Vector512<float> overlap);
}

/// <summary>1 - overlap above a threshold.</summary>
readonly struct LinearDecay(double threshold) : IScoreDecay
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> overlap) => Vector512.ConditionalSelect(
        Vector512.GreaterThan(overlap, Vector512.Create((float)threshold)), Vector512<float>.One - overlap, Vector512<float>.One);
}

/// <summary>e^(-overlap^2 / sigma).</summary>
readonly struct GaussianDecay(double sigma) : IScoreDecay
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> overlap) => LaneMath.Exp(overlap * overlap * Vector512.Create((float)(-1 / sigma)));
}
