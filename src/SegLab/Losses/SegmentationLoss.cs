using System.Numerics.Tensors;

namespace SegLab.Losses;

/// <summary>A segmentation loss: a number that says how far logits are from a target, and its gradient.</summary>
public abstract record SegmentationLoss
{
    /// <summary>Computes the loss and, when <paramref name="gradient"/> is not empty, its gradient with respect to the logits.</summary>
    /// <param name="logits">What the network put out, <c>[N, C, spatial...]</c>.</param>
    /// <param name="target">The truth: a label map <c>[N, spatial...]</c> or a soft target of the shape of the logits.</param>
    /// <param name="gradient">Receives d loss / d logits, in the shape of the logits; may be the logits' own memory.</param>
    /// <returns>The value of the loss.</returns>
    public abstract double Evaluate(ReadOnlyTensorSpan<float> logits, SegmentationTarget target, TensorSpan<float> gradient = default);

    /// <summary>The same loss, but pixels of this label count nothing.</summary>
    public abstract SegmentationLoss WithIgnoreIndex(int label);
}
