using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SegLab.Numerics;

namespace SegLab.Boxes.Kernels;

/// <summary>Measures of boxes without slopes.</summary>
readonly struct BoxValue<E> : IBoxNumber<Pack<E>, E>
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    [MethodImpl(Inline)]
    public static Pack<E> Fixed(Vector512<E> value) => new(value);

    [MethodImpl(Inline)]
    public static Pack<E> AlongX<TFormula>(BoxAxis<E> x, TFormula formula)
        where TFormula : struct, IAxisFormula => Along(x, formula);

    [MethodImpl(Inline)]
    public static Pack<E> AlongY<TFormula>(BoxAxis<E> y, TFormula formula)
        where TFormula : struct, IAxisFormula => Along(y, formula);

    [MethodImpl(Inline)]
    static Pack<E> Along<TFormula>(BoxAxis<E> axis, TFormula formula)
        where TFormula : struct, IAxisFormula =>
        formula.Invoke(new AxisLengths<Pack<E>>(new(axis.Size.Value), new(axis.TargetSize), new(axis.Enclosing.Value), new(axis.Offset.Value)));

    [MethodImpl(Inline)]
    public static Pack<E> Product(Side<E> x, Side<E> y) => new(x.Value * y.Value);

    [MethodImpl(Inline)]
    public static Pack<E> SumOfSquares(Side<E> x, Side<E> y) => new(x.Value * x.Value + y.Value * y.Value);

    [MethodImpl(Inline)]
    public static Pack<E> Function(Vector512<E> value, Side<E> x, Vector512<E> slopeByX, Side<E> y, Vector512<E> slopeByY) => new(value);
}
