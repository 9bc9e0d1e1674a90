using System.Runtime.CompilerServices;
using SegLab.Numerics;

namespace SegLab.Boxes.Kernels;

/// <summary>The power that alpha-IoU (He et al. 2021) takes of the IoU and of each penalty.</summary>
interface ITermPower
{
    T Of<T>(T term)
        where T : struct, IReal<T>;
}

/// <summary>Each term as it is.</summary>
readonly struct FirstPower : ITermPower
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Of<T>(T term)
        where T : struct, IReal<T> => term;
}

/// <summary>Any power above 0.</summary>
readonly struct TermPower(double exponent) : ITermPower
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Of<T>(T term)
        where T : struct, IReal<T> => T.Pow(term, exponent);
}
