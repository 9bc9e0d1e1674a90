using System.Numerics;
using System.Runtime.Intrinsics;

namespace SegLab.Metrics;

/// <summary>Counts codes one by one.</summary>
static unsafe class CodeHistogram
{
    const int ComparedAtOnce = 4;

    /// <summary>Increments a counter a code, neighbours in different counters of a pair.</summary>
    /// <param name="codes">Codes that are multiples of the lanes, a multiple of the lanes in number.</param>
    /// <param name="count">How many.</param>
    /// <param name="lanesShift">The logarithm to base 2 of the counters of a pair: 0, 2 or 3.</param>
    /// <param name="table">The counters.</param>
    public static void Increment<TCode>(TCode* codes, int count, int lanesShift, uint* table)
        where TCode : unmanaged, IBinaryInteger<TCode>
    {
        switch (lanesShift)
        {
            case 3:
                for (int k = 0; k < count; k += 8)
                {
                    table[uint.CreateTruncating(codes[k])]++;
                    (table + 1)[uint.CreateTruncating(codes[k + 1])]++;
                    (table + 2)[uint.CreateTruncating(codes[k + 2])]++;
                    (table + 3)[uint.CreateTruncating(codes[k + 3])]++;
                    (table + 4)[uint.CreateTruncating(codes[k + 4])]++;
                    (table + 5)[uint.CreateTruncating(codes[k + 5])]++;
                    (table + 6)[uint.CreateTruncating(codes[k + 6])]++;
                    (table + 7)[uint.CreateTruncating(codes[k + 7])]++;
                }

                break;
            case 2:
                for (int k = 0; k < count; k += 4)
                {
                    table[uint.CreateTruncating(codes[k])]++;
                    (table + 1)[uint.CreateTruncating(codes[k + 1])]++;
                    (table + 2)[uint.CreateTruncating(codes[k + 2])]++;
                    (table + 3)[uint.CreateTruncating(codes[k + 3])]++;
                }

                break;
            default:
                for (int k = 0; k < count; k++) table[uint.CreateTruncating(codes[k])]++;
                break;
        }
    }

    /// <summary>Counts codes by holding all against each pair: so there is no store a pixel, and a few pairs cost less than that.</summary>
    /// <param name="codes">At most 32 * 255 codes, a multiple of 32 in number.</param>
    /// <param name="count">How many.</param>
    /// <param name="pairs">Codes below this are counted, and up to three more.</param>
    /// <param name="table">A counter a code.</param>
    public static void Compare<TCode>(TCode* codes, int count, int pairs, uint* table)
        where TCode : unmanaged, IBinaryInteger<TCode>
    {
        Vector256<TCode> one = Vector256<TCode>.One;
        for (int pair = 0; pair < pairs; pair += ComparedAtOnce)
        {
            Vector256<TCode> a = Vector256.Create(TCode.CreateTruncating(pair)), b = a + one, c = b + one, d = c + one;
            Vector256<TCode> countA = default, countB = default, countC = default, countD = default;
            for (int k = 0; k < count; k += Vector256<TCode>.Count)
            {
                Vector256<TCode> code = Vector256.Load(codes + k);
                countA -= Vector256.Equals(code, a);
                countB -= Vector256.Equals(code, b);
                countC -= Vector256.Equals(code, c);
                countD -= Vector256.Equals(code, d);
            }

            table[pair] += Sum(countA);
            table[pair + 1] += Sum(countB);
            table[pair + 2] += Sum(countC);
            table[pair + 3] += Sum(countD);
        }
    }

    static uint Sum<TCode>(Vector256<TCode> counts)
        where TCode : unmanaged, IBinaryInteger<TCode> => sizeof(TCode) == 1
        ? Vector256.Sum(Vector256.WidenLower(counts.AsByte()) + Vector256.WidenUpper(counts.AsByte()))
        : uint.CreateTruncating(Vector256.Sum(counts));
}
