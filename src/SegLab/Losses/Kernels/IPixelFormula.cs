using System.Runtime.CompilerServices;
using SegLab.Numerics;

namespace SegLab.Losses.Kernels;

/// <summary>
/// A pixel-wise loss: what one outcome costs, given its likelihood. With a softmax the outcome is the true class; with a sigmoid each
/// channel has two outcomes, present and absent. The kernels add weights, targets, reductions and the chain rule.
/// </summary>
interface IPixelFormula
{
    /// <summary>For methods that run a formula over pixels: inside of another method it would not be inlined any more, which costs several times as much.</summary>
    const MethodImplOptions Loop = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    T Invoke<T>(Likelihood<T> truth)
        where T : struct, IReal<T>;
}
