using System.Numerics.Tensors;

namespace SegLab.Native;

/// <summary>Tensors of boxes, <c>[N, 4]</c>, and of one number a box, <c>[N]</c>; N may be 0.</summary>
static unsafe class BoxTensors
{
    /// <exception cref="BorderException">They are no boxes of this type.</exception>
    public static ReadOnlyTensorSpan<T> Read<T>(NativeTensor* boxes, string what)
        where T : unmanaged
    {
        ReadOnlyTensorSpan<T> tensor = NativeTensor.Read<T>(boxes, what, orNone: true);
        CheckShape(boxes, what);
        return tensor;
    }

    /// <summary>Where four numbers for each box go.</summary>
    /// <exception cref="BorderException">There is no such room.</exception>
    public static TensorSpan<T> Write<T>(NativeTensor* boxes, string what)
        where T : unmanaged
    {
        TensorSpan<T> tensor = NativeTensor.Write<T>(boxes, what, orNone: true);
        CheckShape(boxes, what);
        return tensor;
    }

    /// <summary>A number for each box.</summary>
    /// <exception cref="BorderException">They are not as many numbers as there are boxes.</exception>
    public static ReadOnlyTensorSpan<T> ReadEach<T>(NativeTensor* numbers, NativeTensor* boxes, string what)
        where T : unmanaged
    {
        ReadOnlyTensorSpan<T> tensor = NativeTensor.Read<T>(numbers, what, orNone: true);
        CheckCount(numbers, boxes, what);
        return tensor;
    }

    /// <summary>Where a number for each box goes.</summary>
    /// <exception cref="BorderException">There is no such room.</exception>
    public static TensorSpan<T> WriteEach<T>(NativeTensor* numbers, NativeTensor* boxes, string what)
        where T : unmanaged
    {
        TensorSpan<T> tensor = NativeTensor.Write<T>(numbers, what, orNone: true);
        CheckCount(numbers, boxes, what);
        return tensor;
    }

    /// <summary>The type of the numbers of boxes.</summary>
    /// <returns>Whether they are doubles; otherwise they are floats.</returns>
    /// <exception cref="BorderException">They are neither.</exception>
    public static bool AreDoubles(NativeTensor* boxes, string what) => NativeTensor.TypeOf(boxes, what) switch
    {
        ElementType.Float32 => false,
        ElementType.Float64 => true,
        ElementType other => throw new BorderException(
            Status.BadArgument, $"The {what} have elements of type {ElementTypes.Name(other)}, where float32 or float64 is needed."),
    };

    static void CheckShape(NativeTensor* boxes, string what)
    {
        if (boxes->Extents is not [_, 4])
            throw new BorderException(Status.BadArgument, $"The {what} have the shape {NativeTensor.Text(boxes->Extents)}, where [N, 4] is needed.");
    }

    static void CheckCount(NativeTensor* numbers, NativeTensor* boxes, string what)
    {
        if (numbers->Extents is not [var count] || count != boxes->Extents[0])
            throw new BorderException(Status.BadArgument, $"The {what} have the shape {NativeTensor.Text(numbers->Extents)}, where [{boxes->Extents[0]}] is needed.");
    }
}
