using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Runtime.Intrinsics.Vector512<float>;

namespace SegLab.Training.Kernels;

/// <summary>
/// The sum of outer products <c>result[i, 0..15] (+)= sum over rows of left[row, i] * right[row, 0..15]</c> for i from 0 to 15, held in
/// registers: what the gradients of weights are made of.
/// </summary>
static unsafe class OuterProduct
{
    /// <param name="count">Rows to sum over.</param>
    /// <param name="left"><c>[count][16]</c>.</param>
    /// <param name="right"><c>[count][16]</c>, aligned.</param>
    /// <param name="result"><c>[16][16]</c>, aligned.</param>
    /// <param name="add">Whether to add to the result instead of overwriting it.</param>
    public static void Sum(int count, float* left, float* right, float* result, bool add)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Sixteen(count, left, right, result, add);
            return;
        }

        for (int i = 0; i < BlockedMap.Lanes; i += 4) Four(count, left + i, right, result + i * BlockedMap.Lanes, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    static void Sixteen(int count, float* left, float* right, float* result, bool add)
    {
        V sum0 = V.Zero;
        V sum1 = V.Zero;
        V sum2 = V.Zero;
        V sum3 = V.Zero;
        V sum4 = V.Zero;
        V sum5 = V.Zero;
        V sum6 = V.Zero;
        V sum7 = V.Zero;
        V sum8 = V.Zero;
        V sum9 = V.Zero;
        V sum10 = V.Zero;
        V sum11 = V.Zero;
        V sum12 = V.Zero;
        V sum13 = V.Zero;
        V sum14 = V.Zero;
        V sum15 = V.Zero;
        if (add)
        {
            sum0 = Vector512.LoadAligned(result);
            sum1 = Vector512.LoadAligned(result + 16);
            sum2 = Vector512.LoadAligned(result + 32);
            sum3 = Vector512.LoadAligned(result + 48);
            sum4 = Vector512.LoadAligned(result + 64);
            sum5 = Vector512.LoadAligned(result + 80);
            sum6 = Vector512.LoadAligned(result + 96);
            sum7 = Vector512.LoadAligned(result + 112);
            sum8 = Vector512.LoadAligned(result + 128);
            sum9 = Vector512.LoadAligned(result + 144);
            sum10 = Vector512.LoadAligned(result + 160);
            sum11 = Vector512.LoadAligned(result + 176);
            sum12 = Vector512.LoadAligned(result + 192);
            sum13 = Vector512.LoadAligned(result + 208);
            sum14 = Vector512.LoadAligned(result + 224);
            sum15 = Vector512.LoadAligned(result + 240);
        }

        for (float* end = right + (nint)count * BlockedMap.Lanes; right < end; left += BlockedMap.Lanes, right += BlockedMap.Lanes)
        {
            V row = Vector512.LoadAligned(right);
            sum0 = Vector512.MultiplyAddEstimate(Vector512.Create(left[0]), row, sum0);
            sum1 = Vector512.MultiplyAddEstimate(Vector512.Create(left[1]), row, sum1);
            sum2 = Vector512.MultiplyAddEstimate(Vector512.Create(left[2]), row, sum2);
            sum3 = Vector512.MultiplyAddEstimate(Vector512.Create(left[3]), row, sum3);
            sum4 = Vector512.MultiplyAddEstimate(Vector512.Create(left[4]), row, sum4);
            sum5 = Vector512.MultiplyAddEstimate(Vector512.Create(left[5]), row, sum5);
            sum6 = Vector512.MultiplyAddEstimate(Vector512.Create(left[6]), row, sum6);
            sum7 = Vector512.MultiplyAddEstimate(Vector512.Create(left[7]), row, sum7);
            sum8 = Vector512.MultiplyAddEstimate(Vector512.Create(left[8]), row, sum8);
            sum9 = Vector512.MultiplyAddEstimate(Vector512.Create(left[9]), row, sum9);
            sum10 = Vector512.MultiplyAddEstimate(Vector512.Create(left[10]), row, sum10);
            sum11 = Vector512.MultiplyAddEstimate(Vector512.Create(left[11]), row, sum11);
            sum12 = Vector512.MultiplyAddEstimate(Vector512.Create(left[12]), row, sum12);
            sum13 = Vector512.MultiplyAddEstimate(Vector512.Create(left[13]), row, sum13);
            sum14 = Vector512.MultiplyAddEstimate(Vector512.Create(left[14]), row, sum14);
            sum15 = Vector512.MultiplyAddEstimate(Vector512.Create(left[15]), row, sum15);
        }

        sum0.StoreAligned(result);
        sum1.StoreAligned(result + 16);
        sum2.StoreAligned(result + 32);
        sum3.StoreAligned(result + 48);
        sum4.StoreAligned(result + 64);
        sum5.StoreAligned(result + 80);
        sum6.StoreAligned(result + 96);
        sum7.StoreAligned(result + 112);
        sum8.StoreAligned(result + 128);
        sum9.StoreAligned(result + 144);
        sum10.StoreAligned(result + 160);
        sum11.StoreAligned(result + 176);
        sum12.StoreAligned(result + 192);
        sum13.StoreAligned(result + 208);
        sum14.StoreAligned(result + 224);
        sum15.StoreAligned(result + 240);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    static void Four(int count, float* left, float* right, float* result, bool add)
    {
        V sum0 = V.Zero;
        V sum1 = V.Zero;
        V sum2 = V.Zero;
        V sum3 = V.Zero;
        if (add)
        {
            sum0 = Vector512.LoadAligned(result);
            sum1 = Vector512.LoadAligned(result + 16);
            sum2 = Vector512.LoadAligned(result + 32);
            sum3 = Vector512.LoadAligned(result + 48);
        }

        for (float* end = right + (nint)count * BlockedMap.Lanes; right < end; left += BlockedMap.Lanes, right += BlockedMap.Lanes)
        {
            V row = Vector512.LoadAligned(right);
            sum0 = Vector512.MultiplyAddEstimate(Vector512.Create(left[0]), row, sum0);
            sum1 = Vector512.MultiplyAddEstimate(Vector512.Create(left[1]), row, sum1);
            sum2 = Vector512.MultiplyAddEstimate(Vector512.Create(left[2]), row, sum2);
            sum3 = Vector512.MultiplyAddEstimate(Vector512.Create(left[3]), row, sum3);
        }

        sum0.StoreAligned(result);
        sum1.StoreAligned(result + 16);
        sum2.StoreAligned(result + 32);
        sum3.StoreAligned(result + 48);
    }
}
