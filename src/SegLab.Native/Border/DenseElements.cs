using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using SegLab.Losses.Kernels;

namespace SegLab.Native;

/// <summary>The elements of a tensor in row-major order: where they lie, or, when that is another order, in a copy that lives until disposal.</summary>
readonly ref struct DenseElements<T>
    where T : unmanaged
{
    readonly T[]? copy;

    /// <exception cref="OverflowException">There are more elements than a span can have.</exception>
    public DenseElements(ReadOnlyTensorSpan<T> tensor)
    {
        int count = checked((int)tensor.FlattenedLength);
        if (Shapes.IsRowMajor(tensor))
        {
            Span = MemoryMarshal.CreateReadOnlySpan(in tensor.GetPinnableReference(), count);
            return;
        }

        copy = ArrayPool<T>.Shared.Rent(count);
        StridedCopy.Flatten(tensor, copy);
        Span = copy.AsSpan(0, count);
    }

    public ReadOnlySpan<T> Span { get; }

    public void Dispose()
    {
        if (copy is not null) ArrayPool<T>.Shared.Return(copy);
    }
}
