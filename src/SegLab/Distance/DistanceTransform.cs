using System.Numerics.Tensors;
using SegLab.Losses.Kernels;
using SegLab.Numerics;

namespace SegLab.Distance;

/// <summary>The exact Euclidean distance transform of a line, an image or a volume.</summary>
public static unsafe class DistanceTransform
{
    /// <summary>For each nonzero element of a mask the distance to the nearest zero element; 0 for zero elements.</summary>
    /// <param name="mask">The mask, one to three spatial extents (extents of 1 do not count).</param>
    /// <param name="distances">
    /// Receives the distances, in the shape of the mask; +infinity everywhere when the mask has no zero element.
    /// </param>
    /// <param name="spacing">The distance between neighbours along each axis; 1 when not given.</param>
    /// <param name="threads">The most threads to use; 0 for as many as there are processors.</param>
    /// <remarks>
    /// Values are those of a computation in double, rounded once to float. With one spacing for all axes distances are computed from whole
    /// numbers of steps, without any error before that, up to a diagonal of 32 767 steps; beyond that, and with several spacings, in
    /// double. Source: Felzenszwalb and Huttenlocher, Distance Transforms of Sampled Functions, 2012.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// The shapes differ, there are more than three extents, or a spacing is missing or not above 0.
    /// </exception>
    public static void Euclidean(
        ReadOnlyTensorSpan<byte> mask, TensorSpan<float> distances, ReadOnlySpan<double> spacing = default, int threads = 0) =>
        Run(Sites.Zeros, mask, distances, spacing, root: true, threads);

    /// <summary>
    /// As <see cref="Euclidean"/>, but the squares: with a spacing of 1 exact up to 2^24, above that rounded to the nearest float.
    /// </summary>
    /// <inheritdoc cref="Euclidean"/>
    public static void SquaredEuclidean(
        ReadOnlyTensorSpan<byte> mask, TensorSpan<float> distances, ReadOnlySpan<double> spacing = default, int threads = 0) =>
        Run(Sites.Zeros, mask, distances, spacing, root: false, threads);

    /// <summary>For each element of a label map the distance to the nearest element that has another label.</summary>
    /// <param name="labels">The label map, one to three spatial extents.</param>
    /// <param name="distances">Receives the distances, in the shape of the map; +infinity everywhere when there is one label only.</param>
    /// <param name="spacing">The distance between neighbours along each axis; 1 when not given.</param>
    /// <param name="threads">The most threads to use; 0 for as many as there are processors.</param>
    /// <remarks>One transform for all classes: within a class it is the class's distance to what lies outside.</remarks>
    /// <exception cref="ArgumentException">As for <see cref="Euclidean"/>.</exception>
    public static void ToOtherLabel(
        ReadOnlyTensorSpan<int> labels, TensorSpan<float> distances, ReadOnlySpan<double> spacing = default, int threads = 0) =>
        Run(Sites.OtherLabel, labels, distances, spacing, root: true, threads);

    static void Run<T>(
        Sites sites, ReadOnlyTensorSpan<T> source, TensorSpan<float> distances, ReadOnlySpan<double> spacing, bool root, int threads)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        if (!source.Lengths.SequenceEqual(distances.Lengths))
            throw new ArgumentException($"The distances have the shape {Text(distances.Lengths)}, their source {Text(source.Lengths)}.");
        if (source.IsEmpty) throw new ArgumentException($"There is nothing to compute from: the shape is {Text(source.Lengths)}.");

        SpatialShape shape = SpatialShape.Create(source.Lengths, spacing);
        T[] sourceCopy = [];
        if (!Shapes.IsRowMajor(source))
        {
            sourceCopy = new T[source.FlattenedLength];
            StridedCopy.Flatten(source, sourceCopy);
        }

        float[] copy = Shapes.IsRowMajor(distances.AsReadOnlyTensorSpan()) ? [] : new float[distances.FlattenedLength];
        fixed (T* own = sourceCopy)
        fixed (T* given = &source.GetPinnableReference())
        fixed (float* ownDistances = copy)
        fixed (float* givenDistances = &distances.GetPinnableReference())
        {
            new EuclideanTransform().Run(
                shape, sites, own == null ? given : own, images: 1, channels: 1, ownDistances == null ? givenDistances : ownDistances, root,
                threads == 0 ? ParallelLoop.DefaultThreads : threads);
        }

        if (copy.Length > 0) StridedCopy.Unflatten(copy, distances);
    }

    static string Text(ReadOnlySpan<nint> lengths) => $"[{string.Join(", ", lengths.ToArray())}]";
}
