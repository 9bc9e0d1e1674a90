using SegLab.Boxes.Kernels;
using SegLab.Losses;

namespace SegLab.Boxes;

/// <summary>
/// A box regression loss: a number that says how far predicted boxes are from their targets, and its gradient with respect to the
/// predicted boxes. Losses are values: set their options with <c>init</c> or <c>with</c>, write and read them as text.
/// </summary>
/// <remarks>
/// The result is the same, bit for bit, for any number of threads; after the first call with a number of boxes nothing is allocated. All
/// methods may be called from several threads at a time. Degenerate, identical, nested, touching and distant boxes have finite values and
/// gradients.
/// </remarks>
public abstract record BoxLoss
{
    BoxKernel<float>? idleSingle;
    BoxKernel<double>? idleDouble;

    private protected BoxLoss()
    {
    }

    /// <summary>Copies the options; what was prepared for calls belongs to the original.</summary>
    protected BoxLoss(BoxLoss original) => (Reduction, MeanOver) = (original.Reduction, original.MeanOver);

    /// <summary>What is made of the boxes' values (default: their mean). <see cref="EvaluateEach(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, Span{float}, BoxFormat, ReadOnlySpan{float}, int)"/> has them all.</summary>
    public Reduction Reduction { get; init; }

    /// <summary>What the mean divides by (default: the sum of the weights).</summary>
    public BoxMean MeanOver { get; init; }

    /// <summary>Computes the loss and, when <paramref name="gradient"/> is not empty, its gradient with respect to the predicted boxes.</summary>
    /// <param name="predictions">Predicted boxes, <c>[N, 4]</c>.</param>
    /// <param name="targets">The box that each should be, <c>[N, 4]</c>, in the same format.</param>
    /// <param name="gradient">
    /// Receives d loss / d predictions, <c>[N, 4]</c>, by the numbers of the format. It may be the predictions' own memory; any other overlap is undefined.
    /// </param>
    /// <param name="format">What a box's numbers are.</param>
    /// <param name="weights">A weight for each box, 0 or more, <c>[N]</c>; empty for 1.</param>
    /// <param name="threads">The most threads to use; 0 for as many as there are processors.</param>
    /// <returns>The value; 0 when there is no box, or all weights are 0.</returns>
    /// <exception cref="ArgumentException">
    /// Lengths do not fit, a number is not finite or beyond 1e17 (1e149 in double), a size or a weight is negative: the message names the box.
    /// </exception>
    /// <exception cref="InvalidOperationException">The loss has <see cref="Reduction.None"/>.</exception>
    public double Evaluate(
        ReadOnlySpan<float> predictions,
        ReadOnlySpan<float> targets,
        Span<float> gradient = default,
        BoxFormat format = BoxFormat.Corners,
        ReadOnlySpan<float> weights = default,
        int threads = 0)
    {
        RequireReduction();
        return Run(ref idleSingle, predictions, targets, default, gradient, format, weights, threads);
    }

    /// <inheritdoc cref="Evaluate(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, BoxFormat, ReadOnlySpan{float}, int)"/>
    public double Evaluate(
        ReadOnlySpan<double> predictions,
        ReadOnlySpan<double> targets,
        Span<double> gradient = default,
        BoxFormat format = BoxFormat.Corners,
        ReadOnlySpan<double> weights = default,
        int threads = 0)
    {
        RequireReduction();
        return Run(ref idleDouble, predictions, targets, default, gradient, format, weights, threads);
    }

    /// <summary>Computes the value of each box, times its weight, whatever the reduction; and, when asked for, the gradient of their sum.</summary>
    /// <param name="predictions">Predicted boxes, <c>[N, 4]</c>.</param>
    /// <param name="targets">The box that each should be, <c>[N, 4]</c>, in the same format.</param>
    /// <param name="values">Receives the values, <c>[N]</c>.</param>
    /// <param name="gradient">Receives d sum of values / d predictions, <c>[N, 4]</c>: each box's row is the gradient of its own value.</param>
    /// <param name="format">What a box's numbers are.</param>
    /// <param name="weights">A weight for each box, 0 or more, <c>[N]</c>; empty for 1.</param>
    /// <param name="threads">The most threads to use; 0 for as many as there are processors.</param>
    /// <exception cref="ArgumentException">As for <see cref="Evaluate(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, BoxFormat, ReadOnlySpan{float}, int)"/>.</exception>
    public void EvaluateEach(
        ReadOnlySpan<float> predictions,
        ReadOnlySpan<float> targets,
        Span<float> values,
        Span<float> gradient = default,
        BoxFormat format = BoxFormat.Corners,
        ReadOnlySpan<float> weights = default,
        int threads = 0)
    {
        BoxInput.RequireRoom(values.Length, predictions.Length);
        Run(ref idleSingle, predictions, targets, values, gradient, format, weights, threads);
    }

    /// <inheritdoc cref="EvaluateEach(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, Span{float}, BoxFormat, ReadOnlySpan{float}, int)"/>
    public void EvaluateEach(
        ReadOnlySpan<double> predictions,
        ReadOnlySpan<double> targets,
        Span<double> values,
        Span<double> gradient = default,
        BoxFormat format = BoxFormat.Corners,
        ReadOnlySpan<double> weights = default,
        int threads = 0)
    {
        BoxInput.RequireRoom(values.Length, predictions.Length);
        Run(ref idleDouble, predictions, targets, values, gradient, format, weights, threads);
    }

    /// <summary>Reads a box loss from its text form, such as <c>ciou(detach_alpha=false)</c> or <c>alpha_giou</c>.</summary>
    /// <exception cref="FormatException">The text is no box loss; the message says where, and what exists.</exception>
    public static BoxLoss Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new BoxLossParser(text).Parse();
    }

    /// <summary>The text form, with the options that differ from their defaults; <see cref="Parse"/> reads it back.</summary>
    public sealed override string ToString() => BoxLossCatalog.EntryOf(this).Print(this);

    /// <summary>Whether the other is the same loss with the same options.</summary>
    public virtual bool Equals(BoxLoss? other) =>
        other is not null && EqualityContract == other.EqualityContract && (Reduction, MeanOver) == (other.Reduction, other.MeanOver);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(EqualityContract, Reduction, MeanOver);

    /// <summary>The loss with the enclosing box's squared diagonal as a constant in its gradient; the same one where its gradient does not have it.</summary>
    internal virtual BoxLoss WithConstantDiagonal() => this;

    /// <summary>Hands the loss's formula to whoever makes something of it.</summary>
    internal abstract TResult Accept<TResult>(IBoxFormulaVisitor<TResult> visitor);

    void RequireReduction()
    {
        if (Reduction == Reduction.None) throw new InvalidOperationException("The loss has reduction=none: EvaluateEach returns its values.");
    }

    unsafe double Run<E>(
        ref BoxKernel<E>? idle,
        ReadOnlySpan<E> predictions,
        ReadOnlySpan<E> targets,
        Span<E> values,
        Span<E> gradient,
        BoxFormat format,
        ReadOnlySpan<E> weights,
        int threads)
        where E : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<E>
    {
        BoxInput.CheckLengths(predictions.Length, targets.Length, gradient.Length, weights.Length, format);
        BoxKernel<E> kernel = Interlocked.Exchange(ref idle, null) ?? Accept(new BoxKernelFactory<E>());
        try
        {
            fixed (E* prediction = predictions, target = targets, value = values, slope = gradient, weight = weights)
            {
                return kernel.Evaluate(new BoxArguments<E>
                {
                    Count = predictions.Length / 4,
                    Predictions = prediction,
                    Targets = target,
                    Weights = weight,
                    Values = value,
                    Gradient = slope,
                    Format = format,
                    Reduction = values.IsEmpty ? Reduction : Reduction.Sum,
                    MeanOver = MeanOver,
                    Threads = threads,
                });
            }
        }
        finally
        {
            idle = kernel;
        }
    }
}
