using SegLab.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace SegLab.TorchSharp;

/// <summary>Any segmentation loss of SegLab as a module: logits and target in, the loss under autograd out.</summary>
/// <remarks>
/// <para>Everything is checked, and the gradient of the kernels computed, in the forward pass; the backward pass is torch's own. Gradients are of
/// the first order: the gradient of a gradient comes out as if the first were constant.</para>
/// <para>The result belongs to the caller's dispose scope; a training step is best one scope. An instance serves one call at a time. It has no
/// parameters, and works on the device of the logits it is given.</para>
/// </remarks>
public sealed class SegLabLoss : nn.Module<Tensor, Tensor, Tensor>
{
    LossEvaluator evaluator;
    SegmentationLoss evaluated;

    /// <summary>Makes the module of a loss.</summary>
    /// <param name="loss">The loss; its weights may follow a schedule, see <see cref="Progress"/>.</param>
    /// <exception cref="InvalidOperationException">Its options do not go together.</exception>
    public SegLabLoss(SegmentationLoss loss)
        : base(nameof(SegLabLoss))
    {
        ArgumentNullException.ThrowIfNull(loss);
        Loss = loss;
        evaluated = loss.At(0);
        evaluator = new LossEvaluator(evaluated);
    }

    /// <summary>Makes the module of a loss in its text form, such as <c>0.5*ce(ignore_index=255) + dice(smooth=1)</c>.</summary>
    /// <exception cref="FormatException">The text is not a loss; the message says where, and what exists.</exception>
    /// <exception cref="InvalidOperationException">The options do not go together.</exception>
    public SegLabLoss(string loss)
        : this(SegmentationLoss.Parse(loss))
    {
    }

    /// <summary>The loss.</summary>
    public SegmentationLoss Loss { get; }

    /// <summary>By which way the loss is computed.</summary>
    public LossPath Path { get; set; }

    /// <summary>The share of the training that is done, 0 (at first) to 1: where weights follow a schedule, they are those of this moment.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside 0 to 1.</exception>
    public double Progress
    {
        get;
        set
        {
            SegmentationLoss now = Loss.At(value);
            if (!ReferenceEquals(now, evaluated) && now != evaluated) (evaluated, evaluator) = (now, new LossEvaluator(now));
            field = value;
        }
    }

    /// <summary>Computes the loss.</summary>
    /// <param name="input">
    /// The logits, <c>[N, C, spatial...]</c> with one or more spatial extents, of any real type and strides. Half precision is computed as float.
    /// </param>
    /// <param name="target">
    /// Labels of any integer type, <c>[N, spatial...]</c>, or shares of classes, 0 to 1, in the shape of the logits. It is brought to the device
    /// where the loss is computed.
    /// </param>
    /// <returns>
    /// A number on the logits' device, in double precision if the logits are; without a reduction the values in the shape that the loss has.
    /// </returns>
    /// <exception cref="ArgumentException">Shapes or types do not fit, a label is no class, or a logit is not finite: the message names the place.</exception>
    /// <exception cref="InvalidOperationException">
    /// The loss has <c>reduction=none</c> and looks at whole planes (ranks, distances, skeletons), or the kernels were asked for.
    /// </exception>
    public override Tensor forward(Tensor input, Tensor target) => forward(input, target, pixelWeights: null);

    /// <summary>Computes the loss with weights of the pixels, or with instances for losses that weigh the borders between them.</summary>
    /// <param name="input">The logits.</param>
    /// <param name="target">Labels or shares.</param>
    /// <param name="pixelWeights">Weights, <c>[N, spatial...]</c>, finite and not negative, that multiply what each pixel adds; or null.</param>
    /// <param name="instances">Integer numbers of instances, <c>[N, spatial...]</c>, 0 where there is none; without them connected components stand in.</param>
    /// <inheritdoc cref="forward(Tensor, Tensor)"/>
    public Tensor forward(Tensor input, Tensor target, Tensor? pixelWeights, Tensor? instances = null)
    {
        using DisposeScope scope = NewDisposeScope();
        return evaluator.Evaluate(input, target, pixelWeights, instances, Path).MoveToOuterDisposeScope();
    }

    /// <summary>The module with the text form of its loss.</summary>
    public override string ToString() => $"{nameof(SegLabLoss)}({Loss})";
}
