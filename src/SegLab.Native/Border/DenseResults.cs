using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using SegLab.Losses.Kernels;

namespace SegLab.Native;

/// <summary>Room for a tensor's elements in row-major order: where they belong, or, when that is another order, in an array that is copied there.</summary>
readonly ref struct DenseResults<T>
    where T : unmanaged
{
    readonly TensorSpan<T> tensor;
    readonly T[]? copy;

    /// <exception cref="OverflowException">There are more elements than a span can have.</exception>
    public DenseResults(TensorSpan<T> tensor)
    {
        this.tensor = tensor;
        int count = checked((int)tensor.FlattenedLength);
        if (Shapes.IsRowMajor<T>(tensor))
        {
            Span = MemoryMarshal.CreateSpan(ref tensor.GetPinnableReference(), count);
            return;
        }

        copy = ArrayPool<T>.Shared.Rent(count);
        Span = copy.AsSpan(0, count);
    }

    public Span<T> Span { get; }

    /// <summary>Copies the results to where they belong.</summary>
    public void Complete()
    {
        if (copy is not null) StridedCopy.Unflatten(Span, tensor);
    }

    public void Dispose()
    {
        if (copy is not null) ArrayPool<T>.Shared.Return(copy);
    }
}
