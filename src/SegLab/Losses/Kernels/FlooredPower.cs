using System.Runtime.CompilerServices;
using SegLab.Numerics;

namespace SegLab.Losses.Kernels;

/// <summary>
/// A power of a cost. Below an exponent of 1 its slope is infinite at 0, so under a cost of 1e-7 the curve goes straight to 0.
/// </summary>
readonly struct FlooredPower(double exponent)
{
    const double Floor = 1e-7;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Of<T>(T cost)
        where T : struct, IReal<T>
    {
        if (exponent >= 1) return T.Pow(T.Max(cost, T.Constant(0)), exponent);
        T power = T.Pow(T.Max(cost, T.Constant(Floor)), exponent);
        return T.Where(cost, T.Constant(Floor), Math.Pow(Floor, exponent - 1) * cost, power);
    }
}
