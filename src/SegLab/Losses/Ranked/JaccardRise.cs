using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SegLab.Losses.Ranked;

/// <summary>
/// By how much a pixel, when it is counted as wrong, raises the Jaccard loss 1 - (P - F) / (P + B): P pixels are of the class, F of them and
/// B others were counted before.
/// </summary>
static class JaccardRise
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>1 / (P + B) for pixels of the class, (P - F) / ((P + B) (P + B + 1)) for others; 1 for the first when there are none of the class.</summary>
    [MethodImpl(Inline)]
    public static Vector512<float> Of(int all, Vector512<int> before, Vector512<int> others, Vector512<int> foreground)
    {
        Vector512<float> union = Vector512.ConvertToSingle(Vector512.Create(all) + others), one = Vector512<float>.One;
        Vector512<float> rest = Vector512.ConvertToSingle(Vector512.Create(all) - before);
        Vector512<float> numerator = Vector512.ConditionalSelect(foreground.AsSingle(), one, rest);
        Vector512<float> denominator = union * Vector512.ConditionalSelect(foreground.AsSingle(), one, union + one);
        return Vector512.ConditionalSelect(Vector512.Equals(union, Vector512<float>.Zero), one, numerator / denominator);
    }

    /// <summary>d value / d prediction: more of the class is better.</summary>
    [MethodImpl(Inline)]
    public static Vector512<float> Signed(Vector512<float> slope, Vector512<int> foreground) =>
        slope ^ (foreground & Vector512.Create(int.MinValue)).AsSingle();

    /// <summary>The products in double precision, two to a lane.</summary>
    [MethodImpl(Inline)]
    public static Vector512<double> Times(Vector512<float> error, Vector512<float> slope)
    {
        (Vector512<double> lowError, Vector512<double> highError) = Vector512.Widen(error);
        (Vector512<double> lowSlope, Vector512<double> highSlope) = Vector512.Widen(slope);
        return lowError * lowSlope + highError * highSlope;
    }

    /// <summary>The sums of each lane and those before it.</summary>
    [MethodImpl(Inline)]
    public static Vector512<int> PrefixSum(Vector512<int> value)
    {
        value += Vector512.Shuffle(value, Vector512.Create(-1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14));
        value += Vector512.Shuffle(value, Vector512.Create(-1, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13));
        value += Vector512.Shuffle(value, Vector512.Create(-1, -1, -1, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
        return value + Vector512.Shuffle(value, Vector512.Create(-1, -1, -1, -1, -1, -1, -1, -1, 0, 1, 2, 3, 4, 5, 6, 7));
    }
}
