using System.Numerics;
using System.Runtime.Intrinsics;
using SegLab.Losses;
using SegLab.Numerics;

namespace SegLab.Boxes.Kernels;

/// <summary>Evaluates a formula on pairs of boxes, several at a time.</summary>
/// <remarks>
/// The boxes are cut into blocks, every block sums for itself in double, and blocks are added in order: the result is the same, bit for
/// bit, for any number of threads. An instance serves one call at a time.
/// </remarks>
abstract unsafe class BoxKernel<E> : ParallelLoop
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    const int BlockBoxes = 2048;

    // Below this many boxes a second thread costs more than it brings.
    const int BoxesPerThread = 8192;

    double[] sums = [];
    int[] faults = [];
    BoxArguments<E> arguments;
    double scale;

    protected BoxFormat Format => arguments.Format;

    /// <summary>Whether the four numbers have to be a box; else any finite ones will do.</summary>
    protected abstract bool TakesBoxes { get; }

    /// <summary>The reduced value; also writes the values and the gradient where there is room for them.</summary>
    public double Evaluate(in BoxArguments<E> call)
    {
        arguments = call;
        if (call.Count == 0) return 0;
        double denominator = call.Reduction == Reduction.Sum ? 1 : call.Weights == null || call.MeanOver == BoxMean.Boxes ? call.Count : 0;
        if (call.Weights != null)
        {
            double total = SumOfWeights();
            if (denominator == 0) denominator = total;
        }

        scale = denominator == 0 ? 0 : 1 / denominator;
        int blocks = (call.Count + BlockBoxes - 1) / BlockBoxes;
        if (sums.Length < blocks) (sums, faults) = (new double[blocks], new int[blocks]);
        Run(blocks, Math.Min(call.Threads > 0 ? call.Threads : DefaultThreads, call.Count / BoxesPerThread));

        double sum = 0;
        for (int block = 0; block < blocks; block++)
        {
            if (faults[block] >= 0) BoxInput.Throw(arguments, faults[block], TakesBoxes);
            sum += sums[block];
        }

        return denominator == 0 ? 0 : sum / denominator;
    }

    double SumOfWeights()
    {
        double sum = 0;
        int i = 0;
        for (; i <= arguments.Count - Vector512<E>.Count; i += Vector512<E>.Count)
        {
            Vector512<E> weights = Vector512.Load(arguments.Weights + i);
            if (!Vector512.GreaterThanOrEqualAll(weights, Vector512<E>.Zero)) break;
            sum += PackMath.Sum(weights);
        }

        for (; i < arguments.Count; i++)
        {
            double weight = double.CreateSaturating(arguments.Weights[i]);
            if (!(weight >= 0)) throw new ArgumentException($"The weight of box {i} is {weight}; weights are 0 or more.");
            sum += weight;
        }

        return double.IsFinite(sum) ? sum : throw new ArgumentException("The weights are not finite, or their sum is not.");
    }

    protected sealed override void Invoke(int item, int worker)
    {
        int first = item * BlockBoxes, count = Math.Min(BlockBoxes, arguments.Count - first), whole = count / Vector512<E>.Count * Vector512<E>.Count;
        BoxRun<E> run = new()
        {
            Predictions = arguments.Predictions + 4 * first,
            Targets = arguments.Targets + 4 * first,
            Weights = arguments.Weights == null ? null : arguments.Weights + first,
            Values = arguments.Values == null ? null : arguments.Values + first,
            Gradient = arguments.Gradient == null ? null : arguments.Gradient + 4 * first,
            Count = whole,
            Fault = -1,
        };
        if (whole > 0) Process(ref run, scale);
        faults[item] = run.Fault < 0 ? -1 : first + run.Fault;
        if (whole < count && run.Fault < 0) ProcessTail(ref run, first, whole, count - whole);
        sums[item] = run.Sum;
        if (run.Fault >= 0) faults[item] = first + run.Fault;
    }

    /// <summary>The last boxes, on copies that are padded with boxes of no weight.</summary>
    void ProcessTail(ref BoxRun<E> run, int first, int whole, int count)
    {
        int width = Vector512<E>.Count;
        E* memory = stackalloc E[14 * width];
        new Span<E>(memory, 14 * width).Clear();
        E* predictions = memory, targets = memory + 4 * width, weights = memory + 8 * width, values = memory + 9 * width, gradient = memory + 10 * width;
        new ReadOnlySpan<E>(run.Predictions + 4 * whole, 4 * count).CopyTo(new Span<E>(predictions, 4 * width));
        new ReadOnlySpan<E>(run.Targets + 4 * whole, 4 * count).CopyTo(new Span<E>(targets, 4 * width));
        for (int i = 0; i < count; i++) weights[i] = run.Weights == null ? E.One : run.Weights[whole + i];
        BoxRun<E> tail = new()
        {
            Predictions = predictions,
            Targets = targets,
            Weights = weights,
            Values = values,
            Gradient = run.Gradient == null ? null : gradient,
            Count = width,
            Fault = -1,
        };
        Process(ref tail, scale);
        run.Sum += tail.Sum;
        if (tail.Fault >= 0) run.Fault = whole + tail.Fault;
        if (tail.Fault >= 0) return;
        if (run.Values != null) new ReadOnlySpan<E>(values, count).CopyTo(new Span<E>(run.Values + whole, count));
        if (run.Gradient != null) new ReadOnlySpan<E>(gradient, 4 * count).CopyTo(new Span<E>(run.Gradient + 4 * whole, 4 * count));
    }

    /// <summary>Evaluates a run of whole vectors.</summary>
    protected abstract void Process(ref BoxRun<E> run, double scale);
}
