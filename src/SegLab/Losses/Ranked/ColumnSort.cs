using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SegLab.Numerics;

namespace SegLab.Losses.Ranked;

/// <summary>
/// Sorts whole numbers in rows of sixteen by a bitonic network (Batcher 1968), ascending down the first column, then the second, and so on:
/// so most comparisons are between rows, lane by lane, and need no shuffle.
/// </summary>
static unsafe class ColumnSort
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>The least number of rows.</summary>
    public const int LeastRows = 8;

    /// <summary>Sorts rows of <see cref="Lanes.Count"/> numbers in place.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="rows">How many there are: a power of two, at least <see cref="LeastRows"/>.</param>
    public static void Sort(uint* data, int rows)
    {
        SortEights(data, rows);
        for (int size = 2 * LeastRows; size <= rows; size *= 2)
        {
            for (int first = 0; first < rows; first += size) Mirror(data + first * Lanes.Count, size);
            Halve(data, rows, size / 4);
        }

        for (int group = 2; group <= Lanes.Count; group *= 2)
        {
            MergeLanes(data, rows, group);
            Halve(data, rows, rows / 2);
        }
    }

    // Each column of eight rows, by the network of 19 comparisons.
    static void SortEights(uint* data, int rows)
    {
        for (uint* row = data; row < data + rows * Lanes.Count; row += 8 * Lanes.Count)
        {
            Load(row, 1, out var a, out var b, out var c, out var d, out var e, out var f, out var g, out var h);
            Order(ref a, ref c); Order(ref b, ref d); Order(ref e, ref g); Order(ref f, ref h);
            Order(ref a, ref e); Order(ref b, ref f); Order(ref c, ref g); Order(ref d, ref h);
            Order(ref a, ref b); Order(ref c, ref d); Order(ref e, ref f); Order(ref g, ref h);
            Order(ref c, ref e); Order(ref d, ref f);
            Order(ref b, ref e); Order(ref d, ref g);
            Order(ref b, ref c); Order(ref d, ref e); Order(ref f, ref g);
            Store(row, 1, a, b, c, d, e, f, g, h);
        }
    }

    // Compares rows with those at the same distance from the other end.
    static void Mirror(uint* data, int rows)
    {
        for (int i = 0; i < rows / 2; i++)
        {
            uint* first = data + i * Lanes.Count, last = data + (rows - 1 - i) * Lanes.Count;
            Vector512<uint> low = Vector512.Load(first), high = Vector512.Load(last);
            Order(ref low, ref high);
            low.Store(first);
            high.Store(last);
        }
    }

    // Compares rows at a distance, and at half of it, down to neighbours: three distances at a time while there are three.
    static void Halve(uint* data, int rows, int distance)
    {
        for (; distance >= 4; distance /= 8)
        {
            int step = distance / 4;
            for (int first = 0; first < rows; first += 8 * step)
                for (int i = first; i < first + step; i++)
                {
                    uint* row = data + i * Lanes.Count;
                    Load(row, step, out var a, out var b, out var c, out var d, out var e, out var f, out var g, out var h);
                    Order(ref a, ref e); Order(ref b, ref f); Order(ref c, ref g); Order(ref d, ref h);
                    Order(ref a, ref c); Order(ref b, ref d); Order(ref e, ref g); Order(ref f, ref h);
                    Order(ref a, ref b); Order(ref c, ref d); Order(ref e, ref f); Order(ref g, ref h);
                    Store(row, step, a, b, c, d, e, f, g, h);
                }
        }

        if (distance == 0) return;
        for (uint* row = data; row < data + rows * Lanes.Count; row += 4 * Lanes.Count)
        {
            Vector512<uint> a = Vector512.Load(row), b = Vector512.Load(row + 16), c = Vector512.Load(row + 32), d = Vector512.Load(row + 48);
            if (distance == 2)
            {
                Order(ref a, ref c);
                Order(ref b, ref d);
            }

            Order(ref a, ref b);
            Order(ref c, ref d);
            a.Store(row);
            b.Store(row + 16);
            c.Store(row + 32);
            d.Store(row + 48);
        }
    }

    // The comparisons between lanes of groups that become one column after the other: with the mirror image, then at half the distances.
    static void MergeLanes(uint* data, int rows, int group)
    {
        Vector512<uint> lane = Vector512<uint>.Indices, mirror = lane ^ Vector512.Create((uint)group - 1), isLow = Unset(lane, group / 2);
        Vector512<uint> four = lane ^ Vector512.Create(4u), two = lane ^ Vector512.Create(2u), one = lane ^ Vector512.Create(1u);
        Vector512<uint> isLowFour = Unset(lane, 4), isLowTwo = Unset(lane, 2), isLowOne = Unset(lane, 1);
        for (int i = 0; i < rows / 2; i++)
        {
            uint* first = data + i * Lanes.Count, last = data + (rows - 1 - i) * Lanes.Count;
            Vector512<uint> x = Vector512.Load(first), y = Vector512.ShuffleNative(Vector512.Load(last), mirror);
            Vector512<uint> least = Vector512.Min(x, y), greatest = Vector512.Max(x, y);
            x = Vector512.ConditionalSelect(isLow, least, greatest);
            y = Vector512.ShuffleNative(Vector512.ConditionalSelect(isLow, greatest, least), mirror);
            if (group > 8) (x, y) = (OrderLanes(x, four, isLowFour), OrderLanes(y, four, isLowFour));
            if (group > 4) (x, y) = (OrderLanes(x, two, isLowTwo), OrderLanes(y, two, isLowTwo));
            if (group > 2) (x, y) = (OrderLanes(x, one, isLowOne), OrderLanes(y, one, isLowOne));
            x.Store(first);
            y.Store(last);
        }
    }

    [MethodImpl(Inline)]
    static Vector512<uint> Unset(Vector512<uint> lane, int bit) => Vector512.Equals(lane & Vector512.Create((uint)bit), Vector512<uint>.Zero);

    [MethodImpl(Inline)]
    static Vector512<uint> OrderLanes(Vector512<uint> x, Vector512<uint> partner, Vector512<uint> isLow)
    {
        Vector512<uint> y = Vector512.ShuffleNative(x, partner);
        return Vector512.ConditionalSelect(isLow, Vector512.Min(x, y), Vector512.Max(x, y));
    }

    [MethodImpl(Inline)]
    static void Order(ref Vector512<uint> low, ref Vector512<uint> high)
    {
        Vector512<uint> least = Vector512.Min(low, high);
        high = Vector512.Max(low, high);
        low = least;
    }

    [MethodImpl(Inline)]
    static void Load(
        uint* row, int step, out Vector512<uint> a, out Vector512<uint> b, out Vector512<uint> c, out Vector512<uint> d,
        out Vector512<uint> e, out Vector512<uint> f, out Vector512<uint> g, out Vector512<uint> h)
    {
        int next = step * Lanes.Count;
        a = Vector512.Load(row);
        b = Vector512.Load(row + next);
        c = Vector512.Load(row + 2 * next);
        d = Vector512.Load(row + 3 * next);
        e = Vector512.Load(row + 4 * next);
        f = Vector512.Load(row + 5 * next);
        g = Vector512.Load(row + 6 * next);
        h = Vector512.Load(row + 7 * next);
    }

    [MethodImpl(Inline)]
    static void Store(
        uint* row, int step, Vector512<uint> a, Vector512<uint> b, Vector512<uint> c, Vector512<uint> d,
        Vector512<uint> e, Vector512<uint> f, Vector512<uint> g, Vector512<uint> h)
    {
        int next = step * Lanes.Count;
        a.Store(row);
        b.Store(row + next);
        c.Store(row + 2 * next);
        d.Store(row + 3 * next);
        e.Store(row + 4 * next);
        f.Store(row + 5 * next);
        g.Store(row + 6 * next);
        h.Store(row + 7 * next);
    }
}
