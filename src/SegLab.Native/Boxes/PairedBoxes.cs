namespace SegLab.Native;

/// <summary>Boxes that are compared each with each, and the matrix for the results, in row-major order.</summary>
readonly unsafe ref struct PairedBoxes<T>
    where T : unmanaged
{
    readonly DenseElements<T> rows, columns;
    readonly DenseResults<T> matrix;

    /// <exception cref="BorderException">A tensor does not fit.</exception>
    public PairedBoxes(NativeTensor* rows, NativeTensor* columns, NativeTensor* matrix)
    {
        var r = BoxTensors.Read<T>(rows, "rows");
        var c = BoxTensors.Read<T>(columns, "columns");
        var m = NativeTensor.Write<T>(matrix, "elements of the matrix", orNone: true);
        if (matrix->Extents is not [var height, var width] || height != rows->Extents[0] || width != columns->Extents[0])
        {
            throw new BorderException(
                Status.BadArgument, $"The matrix has the shape {NativeTensor.Text(matrix->Extents)}, where [{rows->Extents[0]}, {columns->Extents[0]}] is needed.");
        }

        this.rows = new(r);
        this.columns = new(c);
        this.matrix = new(m);
    }

    public ReadOnlySpan<T> Rows => rows.Span;

    public ReadOnlySpan<T> Columns => columns.Span;

    public Span<T> Matrix => matrix.Span;

    /// <summary>Copies the matrix to where it belongs.</summary>
    public void Complete() => matrix.Complete();

    public void Dispose()
    {
        rows.Dispose();
        columns.Dispose();
        matrix.Dispose();
    }
}
