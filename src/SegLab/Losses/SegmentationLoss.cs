using System.Numerics.Tensors;
using SegLab.Losses.Kernels;

namespace SegLab.Losses;

/// <summary>
/// A segmentation loss: a number that says how far logits are from a target, and its gradient. Losses are values: set their options
/// with <c>init</c> or <c>with</c>, add and scale them with <c>+</c> and <c>*</c>, write and read them as text.
/// </summary>
/// <remarks>
/// The result is the same, bit for bit, for any number of threads; after the first call with a shape nothing is allocated. All methods
/// may be called from several threads at a time.
/// </remarks>
public abstract record SegmentationLoss
{
    LossPlan? idlePlan;

    private protected SegmentationLoss()
    {
    }

    /// <summary>Copies the options; what was prepared for calls belongs to the original.</summary>
    protected SegmentationLoss(SegmentationLoss original)
    {
    }

    /// <summary>Computes the loss and, when <paramref name="gradient"/> is not empty, its gradient with respect to the logits.</summary>
    /// <param name="logits">What the network put out, <c>[N, C, spatial...]</c>, with any number of spatial extents from one on.</param>
    /// <param name="target">The truth: a label map <c>[N, spatial...]</c> or a soft target of the shape of the logits.</param>
    /// <param name="gradient">
    /// Receives d loss / d logits, in the shape of the logits. It may be the logits' own memory; any other overlap is undefined.
    /// </param>
    /// <param name="threads">The most threads to use; 0 for as many as there are processors.</param>
    /// <returns>The value; 0, with a gradient of 0, when no pixel counts.</returns>
    /// <exception cref="ArgumentException">
    /// Shapes do not fit, a label is no class, a weight is negative or a logit is not finite: the message names the place.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The loss does not reduce its values: <see cref="EvaluateMap"/> returns them. Or a weight follows a schedule: <see cref="At"/> says
    /// what it is.
    /// </exception>
    public double Evaluate(ReadOnlyTensorSpan<float> logits, SegmentationTarget target, TensorSpan<float> gradient = default, int threads = 0) =>
        Run(logits, target, gradient, default, threads);

    /// <summary>Computes the values of a loss with <see cref="Reduction.None"/> and, when asked for, the gradient of their sum.</summary>
    /// <param name="logits">What the network put out, <c>[N, C, spatial...]</c>.</param>
    /// <param name="target">The truth, as for <see cref="Evaluate"/>.</param>
    /// <param name="values">
    /// Receives the values: <c>[N, spatial...]</c> for a pixel-wise loss on a softmax, <c>[N, C, spatial...]</c> on a sigmoid,
    /// <c>[N, classes]</c> for a region loss per image and <c>[classes]</c> over the batch, classes being those that take part.
    /// </param>
    /// <param name="gradient">Receives d sum of values / d logits.</param>
    /// <param name="threads">The most threads to use; 0 for as many as there are processors.</param>
    /// <exception cref="ArgumentException">As for <see cref="Evaluate"/>, or the values have another size.</exception>
    /// <exception cref="InvalidOperationException">The loss reduces its values, or a weight follows a schedule.</exception>
    public void EvaluateMap(
        ReadOnlyTensorSpan<float> logits, SegmentationTarget target, TensorSpan<float> values, TensorSpan<float> gradient = default, int threads = 0)
    {
        if (values.IsEmpty) throw new ArgumentException("There is no room for the values.");
        Run(logits, target, gradient, values, threads);
    }

    double Run(ReadOnlyTensorSpan<float> logits, SegmentationTarget target, TensorSpan<float> gradient, TensorSpan<float> values, int threads)
    {
        LossPlan plan = Interlocked.Exchange(ref idlePlan, null) ?? new LossPlan(this);
        try
        {
            return plan.Run(logits, target, gradient, values, threads);
        }
        finally
        {
            idlePlan = plan;
        }
    }

    /// <summary>The same loss with another ignore index, in all of its parts.</summary>
    /// <param name="ignoreIndex">The label of pixels that take no part in any sum or count; null when all count.</param>
    public abstract SegmentationLoss WithIgnoreIndex(int? ignoreIndex);

    /// <summary>The loss with the weights that it has at some point of the training; itself when none follows a schedule.</summary>
    /// <param name="progress">The share of the training that is done, 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The progress is outside 0 to 1.</exception>
    public virtual SegmentationLoss At(double progress)
    {
        Require.Between(progress, 0, 1);
        return this;
    }

    internal abstract void AddTo(LossPlanBuilder plan, double factor);

    /// <summary>A loss times a number, or times a weight that follows a schedule.</summary>
    /// <exception cref="ArgumentException">The factor is not finite, or both follow a schedule.</exception>
    public static SegmentationLoss operator *(WeightSchedule factor, SegmentationLoss loss) => WeightedSumLoss.Scale(factor, loss);

    /// <summary>The sum of two losses.</summary>
    public static SegmentationLoss operator +(SegmentationLoss left, SegmentationLoss right) => WeightedSumLoss.Add(left, right);

    /// <summary>Reads a loss from its text form, such as <c>0.5*ce(ignore_index=255) + dice(smooth=1)</c>.</summary>
    /// <exception cref="FormatException">The text is not a loss; the message says where, and what exists.</exception>
    public static SegmentationLoss Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new LossParser(text).Parse();
    }

    /// <summary>The text form, with the options that differ from their defaults; <see cref="Parse"/> reads it back.</summary>
    public sealed override string ToString() => LossPrinter.Print(this);

    /// <summary>Whether the other is the same loss with the same options.</summary>
    public virtual bool Equals(SegmentationLoss? other) => other is not null && EqualityContract == other.EqualityContract;

    /// <inheritdoc/>
    public override int GetHashCode() => EqualityContract.GetHashCode();
}
