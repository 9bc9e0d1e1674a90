using System.Runtime.InteropServices;

namespace SegLab.Native.Tests;

/// <summary>Memory outside the managed heap with a tensor over it, as a caller in C has it.</summary>
sealed unsafe class NativeArray<T> : IDisposable
    where T : unmanaged
{
    readonly NativeTensor* tensor;
    readonly long* extents;
    readonly int length;

    public NativeArray(ReadOnlySpan<T> values, long[] shape, long[]? strides = null)
    {
        length = values.Length;
        Data = (T*)NativeMemory.AlignedAlloc((nuint)(length * sizeof(T) + 64), 64);
        values.CopyTo(Values);
        extents = (long*)NativeMemory.AllocZeroed((nuint)(16 * sizeof(long)));
        shape.CopyTo(new Span<long>(extents, 8));
        strides?.CopyTo(new Span<long>(extents + 8, 8));
        tensor = (NativeTensor*)NativeMemory.AllocZeroed((nuint)sizeof(NativeTensor));
        *tensor = new NativeTensor { Data = Data, Type = ElementTypes.Of<T>(), Rank = shape.Length, Lengths = extents, Strides = strides is null ? null : extents + 8 };
    }

    public T* Data { get; }

    public NativeTensor* Tensor => tensor;

    public Span<T> Values => new(Data, length);

    public static implicit operator NativeTensor*(NativeArray<T> array) => array.Tensor;

    public void Dispose()
    {
        NativeMemory.AlignedFree(Data);
        NativeMemory.Free(extents);
        NativeMemory.Free(tensor);
    }
}
