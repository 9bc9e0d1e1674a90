using SegLab.Numerics;
using static TorchSharp.torch;

namespace SegLab.TorchSharp.Tensors;

/// <summary>Evaluates formulas with their slopes, and attaches these to the graph of what they are slopes by.</summary>
/// <remarks>
/// The slopes are those that the kernels use (<see cref="Dual{T}"/>): finite where a branch that is not taken, a logarithm or a root would
/// make autograd's own NaN. Of a formula nothing but its slope is kept for the backward pass.
/// </remarks>
static class Attached
{
    /// <summary>A value with the slope by a tensor.</summary>
    public static Tensor To(Tensor by, Tensor value, TensorReal slope) =>
        slope.IsZero || !by.requires_grad ? value : value + slope.ToTensor(by) * (by - by.detach());

    /// <summary>A function of some tensors.</summary>
    /// <param name="inputs">What the function is of.</param>
    /// <param name="formula">The function.</param>
    /// <param name="counts">Where it counts; elsewhere it is 0, without a slope. Null for everywhere.</param>
    public static Tensor Of(Tensor[] inputs, Func<Dual<TensorReal>[], Dual<TensorReal>> formula, Tensor? counts = null)
    {
        Tensor[] values = [.. inputs.Select(input => input.detach())];
        Tensor result = Kept(formula([.. values.Select(value => Dual<TensorReal>.Fixed(new(value)))]).Value).ToTensor(values[0]);
        for (int i = 0; i < inputs.Length; i++)
        {
            if (!inputs[i].requires_grad) continue;
            Dual<TensorReal> by = formula([.. values.Select((value, j) => j == i ? Dual<TensorReal>.Variable(new(value)) : Dual<TensorReal>.Fixed(new(value)))]);
            result = To(inputs[i], result, Kept(by.Slope));
        }

        return result;

        TensorReal Kept(TensorReal value) => counts is null || value.IsZero ? value : new(where(counts, value.ToTensor(values[0]), values[0].new_zeros([])));
    }
}
