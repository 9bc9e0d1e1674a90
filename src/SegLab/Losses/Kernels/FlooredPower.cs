using System.Runtime.CompilerServices;
using SegLab.Numerics;

namespace SegLab.Losses.Kernels;

/// <summary>A power of a cost. Below an exponent of 1 its slope is infinite at 0, so the cost is then taken no nearer to 0 than 1e-7.</summary>
readonly struct FlooredPower(double exponent)
{
    const double Floor = 1e-7;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Of<T>(T cost)
        where T : struct, IReal<T> => T.Pow(exponent < 1 ? T.Max(cost, T.Constant(Floor)) : T.Max(cost, T.Constant(0)), exponent);
}
