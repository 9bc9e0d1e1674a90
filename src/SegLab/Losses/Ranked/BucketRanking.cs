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
    public static double Rank(RankedPlane plane, in Bucket bucket, ulong* items, ulong* spare, int* counts)
    {
        uint* elements = plane.Elements + bucket.Start;
        int count = bucket.End - bucket.Start;
        uint below = bucket.Below << 1;
        for (int i = 0; i < count; i++) items[i] = (ulong)(elements[i] - below) << 32 | (uint)i;

        // The lowest bit of an element is the foreground's, which is no part of the order.
        ulong* sorted = RadixSort.Sort(items, spare, count, 33, bucket.Bits, counts);
        int greatest = plane.Greatest - (int)bucket.Below;
        return plane.Weights == null
            ? CountedSlopes(sorted, count, greatest, (int)plane.Extent.Foreground, bucket, (float*)elements)
            : WeightedSlopes(sorted, count, greatest, plane.Extent.Foreground, bucket, plane.Weights + bucket.Start, (float*)elements);
    }

    static double CountedSlopes(ulong* sorted, int count, int greatest, int all, in Bucket bucket, float* slopes)
    {
        float* rise = stackalloc float[Lanes.Count];
        var sum = Vector512<double>.Zero;
        int found = (int)bucket.Foreground, position = bucket.Start;
        for (int i = 0; i < count; i += Lanes.Count)
        {
            int length = Math.Min(Lanes.Count, count - i);
            Vector512<int> element = Elements(sorted + i, length);
            Vector512<int> isForeground = element & Vector512<int>.One;
            Vector512<int> through = PrefixSum(isForeground);
            Vector512<int> before = Vector512.Create(found) + through - isForeground;
            Vector512<int> others = Vector512.Create(position) + Vector512<int>.Indices - before;

            Vector512<float> union = Vector512.ConvertToSingle(Vector512.Create(all) + others);
            Vector512<float> rest = Vector512.ConvertToSingle(Vector512.Create(all) - before);
            Vector512<float> foreground = Vector512.Equals(isForeground, Vector512<int>.One).AsSingle();
            Vector512<float> numerator = Vector512.ConditionalSelect(foreground, Vector512<float>.One, rest);
            Vector512<float> denominator = union * Vector512.ConditionalSelect(foreground, Vector512<float>.One, union + Vector512<float>.One);

            // Without a pixel of the class, the first error takes the loss from 0 to 1.
            Vector512<float> empty = Vector512.Equals(union, Vector512<float>.Zero);
            Vector512<float> slope = Vector512.ConditionalSelect(empty, Vector512<float>.One, numerator / denominator);
            Vector512.ConditionalSelect(foreground, -slope, slope).Store(rise);
            for (int j = 0; j < length; j++) slopes[(uint)sorted[i + j]] = rise[j];

            Vector512<float> error = (Vector512.Create(greatest) - (element >>> 1)).AsSingle();
            if (length < Lanes.Count) error &= Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(length)).AsSingle();
            (Vector512<double> lowError, Vector512<double> highError) = Vector512.Widen(error);
            (Vector512<double> lowSlope, Vector512<double> highSlope) = Vector512.Widen(slope);
            sum += lowError * lowSlope + highError * highSlope;
            found += through[Lanes.Count - 1];
            position += Lanes.Count;
        }

        return Vector512.Sum(sum);
    }

    static double WeightedSlopes(ulong* sorted, int count, int greatest, double all, in Bucket bucket, float* weights, float* slopes)
    {
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<int> PrefixSum(Vector512<int> value)
    {
        value += Vector512.Shuffle(value, Vector512.Create(-1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14));
        value += Vector512.Shuffle(value, Vector512.Create(-1, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13));
        value += Vector512.Shuffle(value, Vector512.Create(-1, -1, -1, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
        return value + Vector512.Shuffle(value, Vector512.Create(-1, -1, -1, -1, -1, -1, -1, -1, 0, 1, 2, 3, 4, 5, 6, 7));
    }
}
