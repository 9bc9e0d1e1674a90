using System.Runtime.Intrinsics;
using SegLab.Numerics;

namespace SegLab.Boxes.Kernels;

/// <summary>A number that the measures of pairs of boxes are put into: bare values, or values with their slopes.</summary>
interface IBoxNumber<T, E>
    where T : struct, IReal<T>
{
    /// <summary>What does not depend on the prediction.</summary>
    static abstract T Fixed(Vector512<E> value);

    /// <summary>A term of the x axis.</summary>
    static abstract T AlongX<TFormula>(BoxAxis<E> x, TFormula formula)
        where TFormula : struct, IAxisFormula;

    /// <summary>A term of the y axis.</summary>
    static abstract T AlongY<TFormula>(BoxAxis<E> y, TFormula formula)
        where TFormula : struct, IAxisFormula;

    static abstract T Product(Side<E> x, Side<E> y);

    static abstract T SumOfSquares(Side<E> x, Side<E> y);

    /// <summary>A function of both with known slopes.</summary>
    static abstract T Function(Vector512<E> value, Side<E> x, Vector512<E> slopeByX, Side<E> y, Vector512<E> slopeByY);
}
