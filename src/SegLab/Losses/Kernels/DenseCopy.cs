using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace SegLab.Losses.Kernels;

/// <summary>Row-major memory for a tensor whose own memory is strided.</summary>
sealed unsafe class DenseCopy
{
    float[] memory = [];

    public float* Room(nint length)
    {
        if (memory.Length < length) memory = GC.AllocateUninitializedArray<float>(checked((int)length), pinned: true);
        return (float*)Unsafe.AsPointer(ref memory[0]);
    }

    public float* Of(ReadOnlyTensorSpan<float> tensor)
    {
        float* copy = Room(tensor.FlattenedLength);
        StridedCopy.Flatten(tensor, new Span<float>(copy, checked((int)tensor.FlattenedLength)));
        return copy;
    }

    public void CopyTo(TensorSpan<float> tensor) => StridedCopy.Unflatten(memory.AsSpan(0, (int)tensor.FlattenedLength), tensor);
}
