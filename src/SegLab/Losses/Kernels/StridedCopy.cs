using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SegLab.Losses.Kernels;

/// <summary>
/// Copies between a strided tensor and row-major memory. Where neighbours of one are far apart in the other, as with channels that lie
/// together, it goes tile by tile, so that every line of memory is read and written while it is in the cache.
/// </summary>
static unsafe class StridedCopy
{
    const int TileLength = 64, TileWidth = 32;

    /// <summary>Writes the elements of a tensor one after the other.</summary>
    /// <exception cref="ArgumentException">There is no room for all.</exception>
    public static void Flatten<T>(ReadOnlyTensorSpan<T> tensor, Span<T> dense)
        where T : unmanaged
    {
        if (tensor.FlattenedLength > dense.Length) throw new ArgumentException($"{tensor.FlattenedLength} elements do not fit {dense.Length}.");
        if (tensor.IsEmpty) return;
        fixed (T* from = tensor)
        fixed (T* to = dense)
            Run(from, to, tensor.Lengths, tensor.Strides, intoTensor: false);
    }

    /// <summary>Fills a tensor with elements that lie one after the other.</summary>
    /// <exception cref="ArgumentException">There are not as many.</exception>
    public static void Unflatten<T>(ReadOnlySpan<T> dense, TensorSpan<T> tensor)
        where T : unmanaged
    {
        if (tensor.FlattenedLength != dense.Length) throw new ArgumentException($"{dense.Length} elements are not {tensor.FlattenedLength}.");
        if (tensor.IsEmpty) return;
        fixed (T* from = dense)
        fixed (T* to = tensor)
            Run(from, to, tensor.Lengths, tensor.Strides, intoTensor: true);
    }

    static void Run<T>(T* from, T* to, ReadOnlySpan<nint> lengths, ReadOnlySpan<nint> strides, bool intoTensor)
        where T : unmanaged
    {
        Span<Axis> axes = stackalloc Axis[lengths.Length];
        int count = 0;
        nint dense = 1;
        for (int i = lengths.Length - 1; i >= 0; i--)
        {
            var axis = new Axis(lengths[i], dense, strides[i]);
            dense *= lengths[i];
            if (axis.Length == 1) continue;
            // Rows that follow each other in both memories are one row.
            if (count > 0 && axis.Stride == axes[count - 1].Stride * axes[count - 1].Length) axes[count - 1].Length *= axis.Length;
            else axes[count++] = axis;
        }

        if (count == 0) axes[count++] = new Axis(1, 1, 1);

        // The first axis is the one along which row-major memory goes; the second the one along which the tensor does.
        Axis along = axes[0], across = new(1, 0, 0);
        int nearest = 0;
        for (int i = 1; i < count; i++)
            if (axes[i].Stride < axes[nearest].Stride && axes[i].Stride > 0) nearest = i;
        if (nearest > 0)
        {
            across = axes[nearest];
            axes[nearest] = axes[count - 1];
            count--;
        }

        ReadOnlySpan<Axis> outer = axes[1..count];
        nint planes = 1;
        foreach (Axis axis in outer) planes *= axis.Length;
        for (nint plane = 0; plane < planes; plane++)
        {
            nint inDense = 0, inTensor = 0, rest = plane;
            foreach (Axis axis in outer)
            {
                nint index = rest % axis.Length;
                rest /= axis.Length;
                inDense += index * axis.Dense;
                inTensor += index * axis.Stride;
            }

            if (intoTensor) Plane(from + inDense, along.Dense, across.Dense, to + inTensor, along.Stride, across.Stride, along.Length, across.Length);
            else Plane(from + inTensor, along.Stride, across.Stride, to + inDense, along.Dense, across.Dense, along.Length, across.Length);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Plane<T>(T* from, nint fromAlong, nint fromAcross, T* to, nint toAlong, nint toAcross, nint length, nint width)
        where T : unmanaged
    {
        if (fromAlong == 1 && toAlong == 1)
        {
            for (nint row = 0; row < width; row++)
                NativeMemory.Copy(from + row * fromAcross, to + row * toAcross, (nuint)length * (nuint)sizeof(T));
            return;
        }

        for (nint begin = 0; begin < length; begin += TileLength)
        {
            nint end = Math.Min(begin + TileLength, length);
            for (nint first = 0; first < width; first += TileWidth)
            {
                nint last = Math.Min(first + TileWidth, width);
                for (nint row = first; row < last; row++)
                {
                    T* source = from + row * fromAcross, target = to + row * toAcross;
                    for (nint i = begin; i < end; i++) target[i * toAlong] = source[i * fromAlong];
                }
            }
        }
    }

    struct Axis(nint length, nint dense, nint stride)
    {
        public nint Length = length;

        /// <summary>The step of row-major memory, and of the tensor.</summary>
        public readonly nint Dense = dense, Stride = stride;
    }
}
