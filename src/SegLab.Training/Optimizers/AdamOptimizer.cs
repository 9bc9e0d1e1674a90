using V = System.Runtime.Intrinsics.Vector512<float>;
using Vector512 = System.Runtime.Intrinsics.Vector512;

namespace SegLab.Training.Optimizers;

/// <summary>Adam (Kingma, Ba 2015) and AdamW (Loshchilov, Hutter 2019), in PyTorch's convention.</summary>
/// <remarks>
/// m = b1 m + (1 - b1) g;  v = b2 v + (1 - b2) g^2;  w -= r / (1 - b1^t) * m / (sqrt(v) / sqrt(1 - b2^t) + epsilon).
/// Weight decay d adds d w to g; decoupled (AdamW), it shrinks w by the factor 1 - r d instead. No fused multiply-add is used, so
/// machines with and without it get the same bits.
/// </remarks>
public sealed class AdamOptimizer : Optimizer
{
    float shrink;
    float coupledDecay;
    float stepSize;
    float rootCorrection;

    /// <summary>Starts with mean and mean square at zero.</summary>
    public AdamOptimizer(IReadOnlyList<Parameter> parameters) : base(parameters, "mean", "square") { }

    /// <summary>How much of the mean gradient is kept from step to step, 0 to 1.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>How much of the mean squared gradient is kept from step to step, 0 to 1.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the root of the mean square.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Pull towards zero, at least 0.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Whether weight decay bypasses the gradient (AdamW).</summary>
    public bool Decoupled { get; init; }

    private protected override void Prepare(double learningRate)
    {
        shrink = Decoupled ? (float)(1 - learningRate * WeightDecay) : 1;
        coupledDecay = Decoupled ? 0 : (float)WeightDecay;
        stepSize = (float)(learningRate / (1 - Math.Pow(Beta1, Steps)));
        rootCorrection = (float)Math.Sqrt(1 - Math.Pow(Beta2, Steps));
    }

    private protected override void Update(Span<V> weights, ReadOnlySpan<V> gradient, Span<V> first, Span<V> second)
    {
        V keepMean = Vector512.Create((float)Beta1), addMean = Vector512.Create((float)(1 - Beta1));
        V keepSquare = Vector512.Create((float)Beta2), addSquare = Vector512.Create((float)(1 - Beta2));
        V epsilon = Vector512.Create((float)Epsilon), root = Vector512.Create(rootCorrection);
        for (int i = 0; i < weights.Length; i++)
        {
            V w = weights[i];
            V g = gradient[i] + w * coupledDecay;
            V m = first[i] * keepMean + g * addMean;
            V v = second[i] * keepSquare + g * g * addSquare;
            first[i] = m;
            second[i] = v;
            weights[i] = w * shrink - m / (Vector512.Sqrt(v) / root + epsilon) * stepSize;
        }
    }
}
