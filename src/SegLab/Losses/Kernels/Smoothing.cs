using System.Runtime.CompilerServices;
using SegLab.Numerics;

namespace SegLab.Losses.Kernels;

/// <summary>The score of an overlap, a ratio of sums kept away from 0 / 0.</summary>
readonly struct Smoothing(double numerator, double denominator, double floor)
{
    /// <summary>(part + smooth) / (whole + smooth); 1 where there is nothing to find and nothing found.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Score<T>(T part, T whole)
        where T : struct, IReal<T>
    {
        T divisor = T.Max(T.Constant(floor), denominator + whole);
        return T.Where(T.Constant(0), divisor, (numerator + part) / divisor, T.Constant(1));
    }
}
