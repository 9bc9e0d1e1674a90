using System.Numerics;
using System.Runtime.Intrinsics;
using SegLab.Numerics;

namespace SegLab.Losses.Ranked;

/// <summary>Ranks buckets that are small enough for an error's place in the bucket and its distance from the bucket's top to fit 32 bits.</summary>
static unsafe class ColumnRanking
{
    const int FewElements = 24, PlaceBits = 10;

    /// <summary>The most elements, and the most bits in which they may differ.</summary>
    public const int Capacity = 1 << PlaceBits, MostBits = 32 - PlaceBits - 1;

    /// <summary>Whether a bucket is ranked here: with narrower vectors, shuffles of sixteen lanes cost more than they save.</summary>
    public static bool Takes(int count, int bits) => Vector512.IsHardwareAccelerated && count is > FewElements and <= Capacity && bits <= MostBits;

    /// <summary>Ranks a bucket, and overwrites its elements by d value / d prediction.</summary>
    /// <param name="plane">Where the bucket is from.</param>
    /// <param name="index">Which it is.</param>
    /// <param name="room">Room for twice <see cref="Capacity"/> and a vector.</param>
    public static double Rank(RankedPlane plane, int index, uint* room)
    {
        Bucket bucket = plane.Buckets[index];
        int rows = Math.Max(ColumnSort.LeastRows, (int)BitOperations.RoundUpToPowerOf2((uint)((bucket.Count + Lanes.Count - 1) / Lanes.Count)));
        Collect(plane, index, bucket.Below << 1, room);
        new Span<uint>(room + bucket.Count, rows * Lanes.Count - bucket.Count).Fill(uint.MaxValue);
        ColumnSort.Sort(room, rows);
        float* slopes = (float*)room + Capacity;
        double value = Slopes(room, rows, plane, bucket, slopes);
        BucketRanking.Return(plane, index, slopes);
        return value;
    }

    // Distance, place, foreground: no two are equal, so equal errors are ranked by their place. Each part is read, and written, in whole vectors.
    static void Collect(RankedPlane plane, int index, uint below, uint* destination)
    {
        uint first = 0;
        for (int block = 0; block < plane.Blocks; block++)
        {
            uint* part = plane.Part(block, index, out int count);
            for (uint i = 0; i < count; i += Lanes.Count)
            {
                Vector512<uint> element = Vector512.Load(part + i) - Vector512.Create(below), place = Vector512<uint>.Indices + Vector512.Create(first + i);
                (element >>> 1 << (PlaceBits + 1) | place << 1 | element & Vector512<uint>.One).Store(destination + first + i);
            }

            first += (uint)count;
        }
    }

    static double Slopes(uint* sorted, int rows, RankedPlane plane, in Bucket bucket, float* slopes)
    {
        Vector512<int> inColumn = Vector512<int>.Zero;
        for (int row = 0; row < rows; row++) inColumn += Vector512.Load(sorted + row * Lanes.Count).AsInt32() & Vector512<int>.One;

        Vector512<int> before = Vector512.Create((int)bucket.Foreground) + JaccardRise.PrefixSum(inColumn) - inColumn;
        Vector512<int> position = Vector512.Create(bucket.Start) + Vector512<int>.Indices * rows, end = Vector512.Create(bucket.End);
        Vector512<int> greatest = Vector512.Create(plane.Greatest - (int)bucket.Below);
        int all = (int)plane.Extent.Foreground;
        var sum = Vector512<double>.Zero;
        float* rise = stackalloc float[Lanes.Count];
        int* place = stackalloc int[Lanes.Count];
        for (int row = 0; row < rows; row++)
        {
            Vector512<int> item = Vector512.Load(sorted + row * Lanes.Count).AsInt32(), isForeground = item & Vector512<int>.One, foreground = -isForeground;
            Vector512<float> slope = JaccardRise.Of(all, before, position - before, foreground);
            Vector512<float> error = (greatest - (item >>> (PlaceBits + 1))).AsSingle() & Vector512.LessThan(position, end).AsSingle();
            sum += JaccardRise.Times(error, slope);

            // What pads the rows goes to a place behind the bucket's.
            JaccardRise.Signed(slope, foreground).Store(rise);
            (item >>> 1 & Vector512.Create(Capacity - 1)).Store(place);
            for (int lane = 0; lane < Lanes.Count; lane++) slopes[place[lane]] = rise[lane];
            before += isForeground;
            position += Vector512<int>.One;
        }

        return Vector512.Sum(sum);
    }
}
