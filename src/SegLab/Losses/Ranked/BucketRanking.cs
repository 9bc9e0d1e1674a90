using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SegLab.Numerics;

namespace SegLab.Losses.Ranked;

/// <summary>
/// Sorts one bucket and finds by how much each of its pixels, counted in falling order of the errors, raises the Jaccard loss
/// 1 - (P - F) / (P + B): P is the weight of the class, F and B what has been counted of it and of the rest.
/// </summary>
/// <remarks>The rise is taken in closed form, w / (P + B) or (P - F) w / ((P + B) (P + B + w)), so nothing cancels.</remarks>
static unsafe class BucketRanking
{
    /// <summary>Ranks a bucket, and overwrites its elements by d value / d prediction.</summary>
    public static double Rank(RankedPlane plane, int index, ulong* items, ulong* spare, int* counts)
    {
        Bucket bucket = plane.Buckets[index];
        if (!plane.IsWeighted && ColumnRanking.Takes(bucket.Count, bucket.Bits)) return ColumnRanking.Rank(plane, index, (uint*)items);

        uint below = bucket.Below << 1, place = 0;
        for (int block = 0; block < plane.Blocks; block++)
        {
            uint* part = plane.Part(block, index, out int count);
            for (int i = 0; i < count; i++, place++) items[place] = (ulong)(part[i] - below) << 32 | place;
        }

        // The lowest bit of an element is the foreground's, which is no part of the order.
        ulong* sorted = RadixSort.Sort(items, spare, bucket.Count, 33, bucket.Bits, counts);
        float* slopes = (float*)(sorted == items ? spare : items);
        double value = plane.IsWeighted ? WeightedSlopes(sorted, plane, index, slopes) : CountedSlopes(sorted, plane, bucket, slopes);
        Return(plane, index, slopes);
        return value;
    }

    /// <summary>Overwrites the elements of a bucket by their slopes.</summary>
    public static void Return(RankedPlane plane, int bucket, float* slopes)
    {
        for (int block = 0; block < plane.Blocks; block++)
        {
            float* part = (float*)plane.Part(block, bucket, out int count);
            int i = 0;
            for (; i <= count - Lanes.Count; i += Lanes.Count) Vector512.Load(slopes + i).Store(part + i);
            for (; i < count; i++) part[i] = slopes[i];
            slopes += count;
        }
    }

    static double CountedSlopes(ulong* sorted, RankedPlane plane, in Bucket bucket, float* slopes)
    {
        int count = bucket.Count, greatest = plane.Greatest - (int)bucket.Below, all = (int)plane.Extent.Foreground;
        float* rise = stackalloc float[Lanes.Count];
        var sum = Vector512<double>.Zero;
        int found = (int)bucket.Foreground, position = bucket.Start;
        for (int i = 0; i < count; i += Lanes.Count)
        {
            int length = Math.Min(Lanes.Count, count - i);
            Vector512<int> element = Elements(sorted + i, length);
            Vector512<int> isForeground = element & Vector512<int>.One;
            Vector512<int> through = JaccardRise.PrefixSum(isForeground);
            Vector512<int> before = Vector512.Create(found) + through - isForeground;
            Vector512<int> others = Vector512.Create(position) + Vector512<int>.Indices - before;

            Vector512<int> foreground = -isForeground;
            Vector512<float> slope = JaccardRise.Of(all, before, others, foreground);
            JaccardRise.Signed(slope, foreground).Store(rise);
            for (int j = 0; j < length; j++) slopes[(uint)sorted[i + j]] = rise[j];

            Vector512<float> error = (Vector512.Create(greatest) - (element >>> 1)).AsSingle();
            if (length < Lanes.Count) error &= Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(length)).AsSingle();
            sum += JaccardRise.Times(error, slope);
            found += through[Lanes.Count - 1];
            position += Lanes.Count;
        }

        return Vector512.Sum(sum);
    }

    static double WeightedSlopes(ulong* sorted, RankedPlane plane, int index, float* slopes)
    {
        Bucket bucket = plane.Buckets[index];
        int count = bucket.Count, greatest = plane.Greatest - (int)bucket.Below;
        double all = plane.Extent.Foreground;
        float* weights = slopes + count, next = weights;
        for (int block = 0; block < plane.Blocks; block++)
        {
            float* part = plane.WeightsOf(plane.Part(block, index, out int length));
            for (int i = 0; i < length; i++) *next++ = part[i];
        }

        double sum = 0, found = bucket.Foreground, union = all + bucket.Background;
        for (int i = 0; i < count; i++)
        {
            uint place = (uint)sorted[i], element = (uint)(sorted[i] >> 32);
            double weight = weights[place], slope;
            bool foreground = (element & 1) != 0;
            if (foreground)
            {
                slope = weight / union;
                found += weight;
            }
            else
            {
                slope = union == 0 ? 1 : Math.Max(all - found, 0) * weight / (union * (union + weight));
                union += weight;
            }

            sum += BitConverter.Int32BitsToSingle(greatest - (int)(element >> 1)) * slope;
            slopes[place] = (float)(foreground ? -slope : slope);
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<int> Elements(ulong* items, int count)
    {
        if (count == Lanes.Count) return Vector512.Narrow(Vector512.Load(items) >>> 32, Vector512.Load(items + 8) >>> 32).AsInt32();
        int* padded = stackalloc int[Lanes.Count];
        for (int j = 0; j < Lanes.Count; j++) padded[j] = j < count ? (int)(items[j] >> 32) : 0;
        return Vector512.Load(padded);
    }
}
