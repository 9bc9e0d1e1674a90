using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SegLab.Numerics;

/// <summary>Sixteen floats or eight doubles at once, as a number for formulas.</summary>
readonly struct Pack<E>(Vector512<E> vector) : IReal<Pack<E>>
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public readonly Vector512<E> Vector = vector;

    [MethodImpl(Inline)]
    public static Pack<E> Constant(double value) => new(PackMath.Constant<E>(value));

    [MethodImpl(Inline)]
    public static Pack<E> operator +(Pack<E> left, Pack<E> right) => new(left.Vector + right.Vector);

    [MethodImpl(Inline)]
    public static Pack<E> operator -(Pack<E> left, Pack<E> right) => new(left.Vector - right.Vector);

    [MethodImpl(Inline)]
    public static Pack<E> operator *(Pack<E> left, Pack<E> right) => new(left.Vector * right.Vector);

    [MethodImpl(Inline)]
    public static Pack<E> operator /(Pack<E> left, Pack<E> right) => new(left.Vector / right.Vector);

    [MethodImpl(Inline)]
    public static Pack<E> operator -(Pack<E> value) => new(-value.Vector);

    [MethodImpl(Inline)]
    public static Pack<E> Exp(Pack<E> value) => new(PackMath.Exp(value.Vector));

    [MethodImpl(Inline)]
    public static Pack<E> Log(Pack<E> value) => new(PackMath.Log(value.Vector));

    [MethodImpl(Inline)]
    public static Pack<E> Pow(Pack<E> value, double exponent) => new(PackMath.Pow(value.Vector, exponent));

    [MethodImpl(Inline)]
    public static Pack<E> Where(Pack<E> left, Pack<E> right, Pack<E> less, Pack<E> otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.LessThan(left.Vector, right.Vector), less.Vector, otherwise.Vector));

    [MethodImpl(Inline)]
    public static Pack<E> Max(Pack<E> left, Pack<E> right) => new(Vector512.Max(left.Vector, right.Vector));

    [MethodImpl(Inline)]
    public static Pack<E> Abs(Pack<E> value) => new(Vector512.Abs(value.Vector));

    [MethodImpl(Inline)]
    public static Pack<E> Ratio(Pack<E> dividend, Pack<E> divisor) => new(PackMath.Ratio(dividend.Vector, divisor.Vector));
}
