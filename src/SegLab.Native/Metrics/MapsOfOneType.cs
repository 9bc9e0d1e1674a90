using System.Numerics;

namespace SegLab.Native;

/// <summary>What is done with a prediction and a truth of one type.</summary>
interface ITwoMaps
{
    /// <param name="prediction">The prediction in row-major order.</param>
    /// <param name="truth">The truth in row-major order.</param>
    /// <param name="shape">The extents of both.</param>
    void Visit<T>(ReadOnlySpan<T> prediction, ReadOnlySpan<T> truth, ReadOnlySpan<nint> shape)
        where T : unmanaged, IBinaryInteger<T>;
}

/// <summary>Knows the predicted map, and reads the true one, which is of the same type and shape.</summary>
readonly unsafe struct MapsOfOneType<TVisitor>(NativeTensor* truth, TVisitor visitor) : ILabelVisitor
    where TVisitor : struct, ITwoMaps
{
    /// <exception cref="BorderException">A map is none, or the two differ in type or shape.</exception>
    public static void Visit(NativeTensor* prediction, NativeTensor* truth, TVisitor visitor) =>
        LabelMaps.Visit(prediction, "labels of the prediction", new MapsOfOneType<TVisitor>(truth, visitor));

    public void Visit<T>(ReadOnlySpan<T> labels, ReadOnlySpan<nint> shape)
        where T : unmanaged, IBinaryInteger<T>
    {
        using var expected = new DenseElements<T>(NativeTensor.Read<T>(truth, "labels of the truth"));
        LabelMaps.CheckBatch(shape);
        LabelMaps.CheckShapes(shape, truth->Extents);
        visitor.Visit(labels, expected.Span, shape);
    }
}
