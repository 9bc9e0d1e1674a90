using System.Numerics;

namespace SegLab.Native;

/// <summary>What is done with a label map, written over the type of its labels.</summary>
interface ILabelVisitor
{
    /// <param name="labels">The labels in row-major order.</param>
    /// <param name="shape">The extents of the map.</param>
    void Visit<T>(ReadOnlySpan<T> labels, ReadOnlySpan<nint> shape)
        where T : unmanaged, IBinaryInteger<T>;
}

/// <summary>Finds the type of the labels of a map at run time.</summary>
static unsafe class LabelMaps
{
    /// <exception cref="BorderException">The map is no tensor of labels.</exception>
    public static void Visit<TVisitor>(NativeTensor* map, string what, TVisitor visitor)
        where TVisitor : ILabelVisitor, allows ref struct
    {
        ElementType type = NativeTensor.TypeOf(map, what);
        switch (type)
        {
            case ElementType.UInt8: Visit<byte, TVisitor>(map, what, visitor); break;
            case ElementType.Int16: Visit<short, TVisitor>(map, what, visitor); break;
            case ElementType.Int32: Visit<int, TVisitor>(map, what, visitor); break;
            case ElementType.Int64: Visit<long, TVisitor>(map, what, visitor); break;
            default:
                throw new BorderException(
                    Status.BadArgument, $"The {what} have elements of type {ElementTypes.Name(type)}, where uint8, int16, int32 or int64 is needed.");
        }
    }

    /// <exception cref="BorderException">The shape is not that of some images.</exception>
    public static void CheckBatch(ReadOnlySpan<nint> shape)
    {
        if (shape.Length < 2) throw new BorderException(Status.BadArgument, $"The maps have the shape {NativeTensor.Text(shape)}, where [N, spatial...] is needed.");
    }

    /// <param name="first">A shape.</param>
    /// <param name="second">The shape that must be the same.</param>
    /// <param name="what">What has the first, as a message calls it.</param>
    /// <param name="other">What has the second.</param>
    /// <exception cref="BorderException">The shapes differ.</exception>
    public static void CheckShapes(ReadOnlySpan<nint> first, ReadOnlySpan<nint> second, string what = "labels of the prediction", string other = "truth")
    {
        if (!first.SequenceEqual(second))
            throw new BorderException(Status.BadArgument, $"The {what} have the shape {NativeTensor.Text(first)}, the {other} {NativeTensor.Text(second)}.");
    }

    static void Visit<T, TVisitor>(NativeTensor* map, string what, TVisitor visitor)
        where T : unmanaged, IBinaryInteger<T>
        where TVisitor : ILabelVisitor, allows ref struct
    {
        using var labels = new DenseElements<T>(NativeTensor.Read<T>(map, what));
        visitor.Visit(labels.Span, map->Extents);
    }
}
