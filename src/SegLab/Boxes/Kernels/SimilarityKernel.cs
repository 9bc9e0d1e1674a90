using System.Numerics;
using System.Runtime.Intrinsics;
using SegLab.Numerics;

namespace SegLab.Boxes.Kernels;

/// <summary>Fills matrices with the similarities of boxes: a row's box against a vector of the columns' at a time.</summary>
abstract unsafe class SimilarityKernel<E> : ParallelLoop
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    // About so many pairs are worth handing to a thread.
    const int PairsPerItem = 1 << 14;

    readonly PinnedMemory<E> packed = new();
    E* rows;
    E* matrix;
    int height, width, rowsPerItem;
    BoxFormat format;

    public static SimilarityKernel<E> Of(BoxSimilarity similarity) => similarity switch
    {
        BoxSimilarity.IoU => new SimilarityKernel<E, IoULoss.Formula<FirstPower>>(new(0, default)),
        BoxSimilarity.GeneralizedIoU => new SimilarityKernel<E, GeneralizedIoULoss.Formula<FirstPower>>(new(0, default)),
        BoxSimilarity.DistanceIoU => new SimilarityKernel<E, DistanceIoULoss.Formula<FirstPower>>(new(0, false, default)),
        BoxSimilarity.CompleteIoU => new SimilarityKernel<E, CompleteIoULoss.Formula<FirstPower>>(new(new CompleteIoULoss(), default)),
        _ => throw new ArgumentException($"There is no similarity {similarity}."),
    };

    public void Evaluate(E* rows, int height, E* columns, int width, E* matrix, BoxFormat format, int threads)
    {
        if (height == 0 || width == 0) return;
        this.rows = rows;
        this.matrix = matrix;
        (this.height, this.width, this.format) = (height, width, format);
        for (int i = 0; i < height; i++) BoxInput.Check("row", rows + 4 * i, i, format);
        Pack(columns);
        rowsPerItem = Math.Max(1, PairsPerItem / width);
        Run((height + rowsPerItem - 1) / rowsPerItem, threads > 0 ? threads : DefaultThreads);
    }

    /// <summary>The columns' sides, one kind after the other, padded with points.</summary>
    void Pack(E* columns)
    {
        int stride = (width + Vector512<E>.Count - 1) / Vector512<E>.Count * Vector512<E>.Count;
        packed.Reserve(4 * stride);
        E* sides = packed.Pointer;
        new Span<E>(sides, 4 * stride).Clear();
        for (int i = 0; i < width; i++)
        {
            BoxInput.Check("column", columns + 4 * i, i, format);
            (sides[i], sides[stride + i], sides[2 * stride + i], sides[3 * stride + i]) = BoxInput.SidesOf(columns + 4 * i, format);
        }
    }

    protected sealed override void Invoke(int item, int worker)
    {
        int stride = (width + Vector512<E>.Count - 1) / Vector512<E>.Count * Vector512<E>.Count, last = Math.Min(height, (item + 1) * rowsPerItem);
        E* padded = stackalloc E[Vector512<E>.Count];
        for (int i = item * rowsPerItem; i < last; i++)
        {
            (E x1, E y1, E x2, E y2) = BoxInput.SidesOf(rows + 4 * i, format);
            Corners<E> row = new(Vector512.Create(x1), Vector512.Create(y1), Vector512.Create(x2), Vector512.Create(y2));
            E* result = matrix + (nint)i * width;
            int whole = width / Vector512<E>.Count * Vector512<E>.Count;
            Fill(row, packed.Pointer, stride, 0, whole, result);
            if (whole == width) continue;
            Fill(row, packed.Pointer, stride, whole, whole + 1, padded - whole);
            new ReadOnlySpan<E>(padded, width - whole).CopyTo(new Span<E>(result + whole, width - whole));
        }
    }

    /// <summary>Computes from a column up to another, a vector at a time.</summary>
    protected abstract void Fill(in Corners<E> row, E* columns, int stride, int first, int last, E* result);
}

/// <summary>The kernel of one similarity.</summary>
sealed unsafe class SimilarityKernel<E, TFormula>(TFormula formula) : SimilarityKernel<E>
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
    where TFormula : struct, IBoxSimilarity
{
    protected override void Fill(in Corners<E> row, E* columns, int stride, int first, int last, E* result)
    {
        for (int j = first; j < last; j += Vector512<E>.Count)
        {
            E* column = columns + j;
            BoxAxis<E> x = new(row.X1, row.X2, Vector512.Load(column), Vector512.Load(column + 2 * stride));
            BoxAxis<E> y = new(row.Y1, row.Y2, Vector512.Load(column + stride), Vector512.Load(column + 3 * stride));
            formula.Similarity<Pack<E>, BoxPair<Pack<E>, E, BoxValue<E>>>(new(x, y)).Vector.Store(result + j);
        }
    }
}
