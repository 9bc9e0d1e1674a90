using System.Runtime.CompilerServices;
using SegLab.Numerics;

namespace SegLab.Losses.Kernels;

/// <summary>How likely the network holds an outcome to be: the true class of a softmax, or one side of a sigmoid.</summary>
/// <param name="probability">p.</param>
/// <param name="complement">1 - p, computed from the other outcomes, so that it is exact for p near 1.</param>
/// <param name="logProbability">log p, likewise.</param>
readonly struct Likelihood<T>(T probability, T complement, T logProbability)
    where T : struct, IReal<T>
{
    public readonly T Probability = probability;
    public readonly T Complement = complement;
    public readonly T LogProbability = logProbability;

    /// <summary>The same likelihood with slopes in the direction of log p: that of p is p, that of 1 - p is -p.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Likelihood<Dual<T>> Differentiable() => new(
        new(Probability, Probability),
        new(Complement, -Probability),
        Dual<T>.Variable(LogProbability));
}
