using System.Runtime.CompilerServices;
using SegLab.Losses.Kernels;
using SegLab.Numerics;

namespace SegLab.Losses;

/// <summary>Cross-entropy on a softmax: -log p of the true class; for soft targets, -sum of y log p.</summary>
/// <remarks>
/// Class weights multiply, and the mean divides by their sum over the pixels, as PyTorch's does (<see cref="MeanDenominator.Pixels"/>
/// gives the plain mean). The mean over no pixel is 0, where PyTorch returns NaN.
/// </remarks>
public sealed record CrossEntropyLoss : PixelLoss
{
    /// <summary>The share of the target that is spread evenly over the classes, 0 to 1 (Szegedy et al. 2016); 0 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside 0 to 1.</exception>
    public double LabelSmoothing
    {
        get;
        init => field = Require.Between(value, 0, 1);
    }

    internal override void AddTo(LossPlanBuilder plan, double factor) => plan.Add(this, Activation.Softmax, new PixelTerm<Formula>(default)
    {
        Factor = factor,
        Reduction = Reduction,
        Denominator = MeanOver ?? MeanDenominator.ClassWeights,
        ClassWeights = ClassWeights?.Values,
        LabelSmoothing = LabelSmoothing,
    });

    internal readonly struct Formula : IPixelFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(Likelihood<T> truth)
            where T : struct, IReal<T> => -truth.LogProbability;
    }
}
