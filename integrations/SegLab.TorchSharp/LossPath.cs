namespace SegLab.TorchSharp;

/// <summary>By which way a loss of tensors is computed.</summary>
public enum LossPath
{
    /// <summary>
    /// <see cref="Kernels"/> for float and half-precision logits on the CPU when values are reduced, else <see cref="Tensors"/>.
    /// </summary>
    Automatic,

    /// <summary>SegLab's kernels on the memory of CPU tensors; tensors of another device are copied there, and the gradient back.</summary>
    Kernels,

    /// <summary>
    /// The same formulas on torch's own operations, on the logits' device and under its autograd, in double precision if the logits are. Losses
    /// of whole planes (ranks, distances, skeletons) have no such form and go through the kernels.
    /// </summary>
    Tensors,
}
