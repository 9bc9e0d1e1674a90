using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SegLab.Distance;

/// <summary>
/// The lower envelope of the parabolas of a line, min over i of height(i) + (x - i)^2 (Felzenszwalb and Huttenlocher 2012), a vector of
/// positions at a time and without a branch that depends on the data.
/// </summary>
/// <remarks>
/// The site nearest to x does not move back when x moves on. So the nearest sites of every sixteenth position bound those of the
/// fifteen between, and the sixteen are compared with the sites in these bounds only: in all a little more than one vector comparison
/// an element. The bounds come from those of every 256th position in the same way, and so on until two vectors hold all positions.
/// </remarks>
sealed unsafe class LowerEnvelope<T, TMetric>
    where T : unmanaged, INumber<T>
    where TMetric : struct, IMetric<T>
{
    static readonly int width = Vector512<T>.Count;

    readonly LineMemory<T> apexes;
    readonly LineMemory<T> bounds;

    /// <param name="length">The longest line.</param>
    public LowerEnvelope(int length) => (apexes, bounds) = (new(length + 2), new(length));

    /// <summary>Computes one run of elements that are no sites themselves.</summary>
    /// <param name="metric">The arithmetic of the line's axis.</param>
    /// <param name="heights">Squared distances of the run's elements across the line, room for a whole vector behind them.</param>
    /// <param name="length">Elements of the run.</param>
    /// <param name="siteBefore">Whether the run begins after a site.</param>
    /// <param name="siteAfter">Whether a site follows it.</param>
    /// <param name="squares">Receives the squared distances, room for a whole vector behind them.</param>
    public void Evaluate(TMetric metric, T* heights, int length, bool siteBefore, bool siteAfter, T* squares)
    {
        // Positions count from 1: the apexes 0 and length + 1 are those of the sites at the ends.
        int last = length + 1;
        T* apex = apexes.Pointer;
        for (int i = 0; i < length; i += width) metric.Apex(Vector512.Load(heights + i), Positions(i + 1, 1)).Store(apex + 1 + i);
        apex[0] = siteBefore ? T.Zero : TMetric.Infinity;
        apex[last] = metric.Apex(Vector512.Create(siteAfter ? T.Zero : TMetric.Infinity), Positions(last, 1)).ToScalar();

        int blocks = (length + width - 1) / width;
        if (blocks > 1) Bound(metric, width, blocks, last, bounds.Pointer);
        for (int block = 0; block < blocks; block++)
        {
            int from = blocks == 1 ? 0 : int.CreateTruncating(bounds.Pointer[block]);
            int to = block + 1 == blocks ? last : int.CreateTruncating(bounds.Pointer[block + 1]);
            Least(metric, Positions(1 + block * width, 1), from, to).Store(squares + block * width);
        }
    }

    /// <summary>Finds the nearest sites of <paramref name="count"/> positions that are <paramref name="stride"/> apart.</summary>
    void Bound(TMetric metric, int stride, int count, int last, T* nearest)
    {
        int vectors = (count + width - 1) / width;
        T* coarser = nearest + vectors * width;
        if (vectors > 2) Bound(metric, stride * width, vectors, last, coarser);
        for (int i = 0; i < vectors; i++)
        {
            int from = vectors <= 2 ? 0 : int.CreateTruncating(coarser[i]);
            int to = vectors <= 2 || i + 1 == vectors ? last : int.CreateTruncating(coarser[i + 1]);
            Nearest(metric, Positions(1 + i * width * stride, stride), from, to).Store(nearest + i * width);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<T> Positions(int first, int stride) =>
        Vector512.Create(T.CreateTruncating(first)) + Vector512<T>.Indices * Vector512.Create(T.CreateTruncating(stride));

    /// <summary>The least squared distances of the positions to the sites <paramref name="from"/> to <paramref name="to"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Vector512<T> Least(TMetric metric, Vector512<T> positions, int from, int to)
    {
        T* apex = apexes.Pointer;
        Vector512<T> state = metric.Start(positions, T.CreateTruncating(from));
        Vector512<T> step = metric.Step(positions);
        Vector512<T> least = metric.At(state, apex[from]);
        for (int i = from + 1; i <= to; i++)
        {
            state += step;
            least = Vector512.Min(least, metric.At(state, apex[i]));
        }

        return metric.Square(least, positions);
    }

    /// <summary>The first of the sites that is nearest to each position.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Vector512<T> Nearest(TMetric metric, Vector512<T> positions, int from, int to)
    {
        T* apex = apexes.Pointer;
        Vector512<T> state = metric.Start(positions, T.CreateTruncating(from));
        Vector512<T> step = metric.Step(positions);
        Vector512<T> least = metric.At(state, apex[from]);
        Vector512<T> site = Vector512.Create(T.CreateTruncating(from)), nearest = site;
        for (int i = from + 1; i <= to; i++)
        {
            state += step;
            site += Vector512<T>.One;
            Vector512<T> value = metric.At(state, apex[i]);
            nearest = Vector512.ConditionalSelect(Vector512.LessThan(value, least), site, nearest);
            least = Vector512.Min(least, value);
        }

        return nearest;
    }
}
