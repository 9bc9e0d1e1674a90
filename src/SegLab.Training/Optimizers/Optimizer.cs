using System.Runtime.InteropServices;
using SegLab.Numerics;
using V = System.Runtime.Intrinsics.Vector512<float>;

namespace SegLab.Training.Optimizers;

/// <summary>Moves parameters against their gradients. The result is the same, bit for bit, for any number of threads.</summary>
public abstract class Optimizer
{
    readonly UpdateLoop loop;
    readonly Parameter[] first;
    readonly Parameter[] second;

    private protected Optimizer(IReadOnlyList<Parameter> parameters, string firstState, string? secondState = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        foreach (Parameter parameter in parameters)
        {
            if (parameter.Gradient.Length != parameter.Values.Length)
                throw new ArgumentException($"Parameter '{parameter.Name}' has no gradient and cannot be trained.", nameof(parameters));
        }

        Parameters = parameters;
        first = StateLike(parameters, firstState);
        second = secondState is null ? [] : StateLike(parameters, secondState);
        State = [.. first, .. second];
        loop = new UpdateLoop(this);
    }

    /// <summary>What is moved.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>What the optimizer remembers from step to step, named for a checkpoint.</summary>
    public IReadOnlyList<Parameter> State { get; }

    /// <summary>Steps taken so far; a checkpoint keeps it with <see cref="State"/>.</summary>
    public long Steps { get; internal set; }

    /// <summary>Moves every parameter once.</summary>
    /// <param name="learningRate">The size of the step, at least 0.</param>
    /// <param name="threads">How many threads to use; the result does not depend on it.</param>
    public void Step(double learningRate, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(learningRate);
        Steps++;
        Prepare(learningRate);
        loop.Run(threads);
    }

    /// <summary>Makes the optimizer that settings ask for.</summary>
    public static Optimizer Create(OptimizerKind kind, IReadOnlyList<Parameter> parameters, double weightDecay) => kind switch
    {
        OptimizerKind.Adam => new AdamOptimizer(parameters) { WeightDecay = weightDecay },
        OptimizerKind.AdamW => new AdamOptimizer(parameters) { WeightDecay = weightDecay, Decoupled = true },
        OptimizerKind.Sgd => new SgdOptimizer(parameters) { WeightDecay = weightDecay },
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Optimizers are Adam, AdamW and Sgd."),
    };

    /// <summary>Works out what all elements of this step share.</summary>
    private protected abstract void Prepare(double learningRate);

    /// <summary>Moves elements of one parameter.</summary>
    /// <param name="weights">What to move.</param>
    /// <param name="gradient">The gradient of <paramref name="weights"/>.</param>
    /// <param name="first">The first state array.</param>
    /// <param name="second">The second state array; empty when the optimizer has one only.</param>
    private protected abstract void Update(Span<V> weights, ReadOnlySpan<V> gradient, Span<V> first, Span<V> second);

    static Parameter[] StateLike(IReadOnlyList<Parameter> parameters, string name) =>
        [.. parameters.Select(parameter => new Parameter($"optimizer.{name}.{parameter.Name}", [.. parameter.Shape], trained: false))];

    void Update(int parameter, int start, int length)
    {
        Span<float> weights = Parameters[parameter].Values.AsSpan(start, length);
        Span<float> gradient = Parameters[parameter].Gradient.AsSpan(start, length);
        Span<float> a = first[parameter].Values.AsSpan(start, length);
        Span<float> b = second.Length == 0 ? [] : second[parameter].Values.AsSpan(start, length);
        Update(Whole(weights), Whole(gradient), Whole(a), Whole(b));
        int full = length - length % V.Count;
        if (full == length) return;

        // The rest goes through the same formula on a padded copy.
        Span<V> padded = stackalloc V[4];
        padded.Clear();
        Copy(weights, padded[..1], full);
        Copy(gradient, padded[1..2], full);
        Copy(a, padded[2..3], full);
        if (b.Length > 0) Copy(b, padded[3..], full);
        Update(padded[..1], padded[1..2], padded[2..3], padded[3..]);
        CopyBack(padded[..1], weights, full);
        CopyBack(padded[2..3], a, full);
        if (b.Length > 0) CopyBack(padded[3..], b, full);

        static Span<V> Whole(Span<float> values) => MemoryMarshal.Cast<float, V>(values);
        static void Copy(Span<float> values, Span<V> padded, int full) => values[full..].CopyTo(MemoryMarshal.Cast<V, float>(padded));
        static void CopyBack(Span<V> padded, Span<float> values, int full) =>
            MemoryMarshal.Cast<V, float>(padded)[..(values.Length - full)].CopyTo(values[full..]);
    }

    /// <summary>Hands out the parameters in blocks, so that one large array does not hold up the other threads.</summary>
    sealed class UpdateLoop : ParallelLoop
    {
        const int BlockLength = 32 * 1024;
        readonly Optimizer optimizer;
        readonly (int Parameter, int Start, int Length)[] blocks;

        public UpdateLoop(Optimizer optimizer)
        {
            this.optimizer = optimizer;
            var list = new List<(int, int, int)>();
            for (int i = 0; i < optimizer.Parameters.Count; i++)
            {
                int length = optimizer.Parameters[i].Values.Length;
                for (int start = 0; start < length; start += BlockLength) list.Add((i, start, Math.Min(BlockLength, length - start)));
            }

            blocks = [.. list];
        }

        public void Run(int threads) => Run(blocks.Length, threads);

        protected override void Invoke(int item, int worker)
        {
            var (parameter, start, length) = blocks[item];
            optimizer.Update(parameter, start, length);
        }
    }
}
