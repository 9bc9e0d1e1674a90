using SegLab.Boxes.Kernels;

namespace SegLab.Boxes;

/// <summary>How much each of some boxes is like each of others: the matrix that anchors are assigned by, and detections are matched with.</summary>
/// <remarks>
/// The result is the same, bit for bit, for any number of threads; after the first call with some numbers of boxes nothing is allocated.
/// An IoU of boxes without area is 0. All methods may be called from several threads at a time.
/// </remarks>
public sealed record BoxOverlap
{
    SimilarityKernel<float>? idleSingle;
    SimilarityKernel<double>? idleDouble;

    /// <summary>Makes one.</summary>
    public BoxOverlap()
    {
    }

    BoxOverlap(BoxOverlap original) => Similarity = original.Similarity;

    /// <summary>The measure (default: IoU).</summary>
    public BoxSimilarity Similarity { get; init; }

    /// <summary>Fills a matrix with the similarity of each pair.</summary>
    /// <param name="rows">N boxes, <c>[N, 4]</c>.</param>
    /// <param name="columns">M boxes, <c>[M, 4]</c>, in the same format.</param>
    /// <param name="matrix">Receives the similarities, <c>[N, M]</c>.</param>
    /// <param name="format">What a box's numbers are.</param>
    /// <param name="threads">The most threads to use; 0 for as many as there are processors.</param>
    /// <exception cref="ArgumentException">
    /// Lengths do not fit, a number is not finite or beyond 1e17 (1e149 in double), or a size is negative: the message names the box.
    /// </exception>
    public void Evaluate(
        ReadOnlySpan<float> rows, ReadOnlySpan<float> columns, Span<float> matrix, BoxFormat format = BoxFormat.Corners, int threads = 0) =>
        Run(ref idleSingle, rows, columns, matrix, format, threads);

    /// <inheritdoc cref="Evaluate(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, BoxFormat, int)"/>
    public void Evaluate(
        ReadOnlySpan<double> rows, ReadOnlySpan<double> columns, Span<double> matrix, BoxFormat format = BoxFormat.Corners, int threads = 0) =>
        Run(ref idleDouble, rows, columns, matrix, format, threads);

    /// <summary>Whether the other has the same measure.</summary>
    public bool Equals(BoxOverlap? other) => other is not null && Similarity == other.Similarity;

    /// <inheritdoc/>
    public override int GetHashCode() => Similarity.GetHashCode();

    unsafe void Run<E>(
        ref SimilarityKernel<E>? idle, ReadOnlySpan<E> rows, ReadOnlySpan<E> columns, Span<E> matrix, BoxFormat format, int threads)
        where E : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<E>
    {
        BoxInput.CheckFormat(format);
        if (rows.Length % 4 != 0) throw new ArgumentException($"The rows are {rows.Length} numbers; a box has 4.");
        if (columns.Length % 4 != 0) throw new ArgumentException($"The columns are {columns.Length} numbers; a box has 4.");
        int height = rows.Length / 4, width = columns.Length / 4;
        if (matrix.Length != (long)height * width)
            throw new ArgumentException($"The matrix has room for {matrix.Length} numbers; {height} by {width} boxes are {(long)height * width}.");

        SimilarityKernel<E> kernel = Interlocked.Exchange(ref idle, null) ?? SimilarityKernel<E>.Of(Similarity);
        try
        {
            fixed (E* row = rows, column = columns, result = matrix) kernel.Evaluate(row, height, column, width, result, format, threads);
        }
        finally
        {
            idle = kernel;
        }
    }
}
