using V = System.Runtime.Intrinsics.Vector512<float>;

namespace SegLab.Training.Optimizers;

/// <summary>Stochastic gradient descent with momentum, in PyTorch's convention: b = momentum b + (g + decay w);  w -= r b.</summary>
public sealed class SgdOptimizer : Optimizer
{
    float step;

    /// <summary>Starts with the momentum at zero.</summary>
    public SgdOptimizer(IReadOnlyList<Parameter> parameters) : base(parameters, "momentum") { }

    /// <summary>How much of the last move is kept, 0 to 1.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Pull towards zero, added to the gradient; at least 0.</summary>
    public double WeightDecay { get; init; }

    private protected override void Prepare(double learningRate) => step = (float)learningRate;

    private protected override void Update(Span<V> weights, ReadOnlySpan<V> gradient, Span<V> first, Span<V> second)
    {
        for (int i = 0; i < weights.Length; i++)
        {
            V momentum = first[i] * (float)Momentum + (gradient[i] + weights[i] * (float)WeightDecay);
            first[i] = momentum;
            weights[i] -= momentum * step;
        }
    }
}
