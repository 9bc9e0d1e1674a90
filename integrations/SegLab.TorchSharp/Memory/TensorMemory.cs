using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace SegLab.TorchSharp.Memory;

/// <summary>The memory of CPU tensors, where it lies.</summary>
static unsafe class TensorMemory
{
    /// <summary>The first element of a tensor on the CPU that has one.</summary>
    /// <remarks>torch lends bytes of dense tensors below 2 GiB; the first element by itself is one, whatever the tensor's strides and size.</remarks>
    public static T* Pointer<T>(Tensor tensor)
        where T : unmanaged
    {
        using IDisposable untracked = no_grad();
        using Tensor first = tensor.as_strided([1], [1], tensor.storage_offset());
        return (T*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(first.bytes));
    }

    /// <summary>The elements of a tensor to read; where several share memory in another way than by repetition, of a copy.</summary>
    /// <remarks>The memory lives as long as the tensor; a copy belongs to the current dispose scope.</remarks>
    public static ReadOnlyTensorSpan<T> Read<T>(Tensor tensor)
        where T : unmanaged
    {
        if (!IsSeparate(tensor))
        {
            using IDisposable untracked = no_grad();
            tensor = tensor.contiguous();
        }

        (nint[] lengths, nint[] strides, nint reach) = LayoutOf(tensor);
        return new(Pointer<T>(tensor), reach, lengths, strides);
    }

    /// <summary>The elements of a tensor to write, which must not share memory.</summary>
    public static TensorSpan<T> Write<T>(Tensor tensor)
        where T : unmanaged
    {
        (nint[] lengths, nint[] strides, nint reach) = LayoutOf(tensor);
        return new(Pointer<T>(tensor), reach, lengths, strides);
    }

    /// <summary>The extents of a tensor.</summary>
    public static nint[] Lengths(Tensor tensor) => [.. tensor.shape.Select(length => (nint)length)];

    static (nint[] Lengths, nint[] Strides, nint Reach) LayoutOf(Tensor tensor)
    {
        nint[] lengths = Lengths(tensor), strides = [.. tensor.stride().Select(stride => (nint)stride)];
        nint reach = 1;
        for (int axis = 0; axis < lengths.Length; axis++)
        {
            // The step along an axis of one element means nothing.
            if (lengths[axis] == 1) strides[axis] = 0;
            reach += (lengths[axis] - 1) * strides[axis];
        }

        return (lengths, strides, reach);
    }

    /// <summary>Whether a step along each axis leads past all that the axes of shorter steps reach, or nowhere.</summary>
    static bool IsSeparate(Tensor tensor)
    {
        long reach = 1;
        foreach ((long length, long stride) in tensor.shape.Zip(tensor.stride()).Where(axis => axis.First > 1 && axis.Second > 0).OrderBy(axis => axis.Second))
        {
            if (stride < reach) return false;
            reach = stride * length;
        }

        return true;
    }
}
