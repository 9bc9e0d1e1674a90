using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SegLab.Numerics;

namespace SegLab.Boxes.Kernels;

/// <summary>A value together with its slopes by the four sides of the predicted box: one pass gives a loss and its whole gradient.</summary>
readonly struct BoxDual<E>(Vector512<E> value, Vector512<E> x1, Vector512<E> y1, Vector512<E> x2, Vector512<E> y2)
    : IReal<BoxDual<E>>, IBoxNumber<BoxDual<E>, E>
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public readonly Vector512<E> Value = value;
    public readonly Vector512<E> X1 = x1, Y1 = y1, X2 = x2, Y2 = y2;

    [MethodImpl(Inline)]
    public static BoxDual<E> Fixed(Vector512<E> value) =>
        new(value, Vector512<E>.Zero, Vector512<E>.Zero, Vector512<E>.Zero, Vector512<E>.Zero);

    [MethodImpl(Inline)]
    public static BoxDual<E> Constant(double value) => Fixed(PackMath.Constant<E>(value));

    [MethodImpl(Inline)]
    public static BoxDual<E> AlongX<TFormula>(BoxAxis<E> x, TFormula formula)
        where TFormula : struct, IAxisFormula
    {
        Side<E> term = Along(x, formula);
        return new(term.Value, term.Low, Vector512<E>.Zero, term.High, Vector512<E>.Zero);
    }

    [MethodImpl(Inline)]
    public static BoxDual<E> AlongY<TFormula>(BoxAxis<E> y, TFormula formula)
        where TFormula : struct, IAxisFormula
    {
        Side<E> term = Along(y, formula);
        return new(term.Value, Vector512<E>.Zero, term.Low, Vector512<E>.Zero, term.High);
    }

    [MethodImpl(Inline)]
    static Side<E> Along<TFormula>(BoxAxis<E> axis, TFormula formula)
        where TFormula : struct, IAxisFormula =>
        formula.Invoke(new AxisLengths<Side<E>>(axis.Size, Side<E>.Fixed(axis.TargetSize), axis.Enclosing, axis.Offset));

    [MethodImpl(Inline)]
    public static BoxDual<E> Product(Side<E> x, Side<E> y) =>
        new(x.Value * y.Value, x.Low * y.Value, y.Low * x.Value, x.High * y.Value, y.High * x.Value);

    [MethodImpl(Inline)]
    public static BoxDual<E> SumOfSquares(Side<E> x, Side<E> y)
    {
        Vector512<E> slopeByX = x.Value + x.Value, slopeByY = y.Value + y.Value;
        return new(x.Value * x.Value + y.Value * y.Value, slopeByX * x.Low, slopeByY * y.Low, slopeByX * x.High, slopeByY * y.High);
    }

    [MethodImpl(Inline)]
    public static BoxDual<E> Function(Vector512<E> value, Side<E> x, Vector512<E> slopeByX, Side<E> y, Vector512<E> slopeByY) =>
        new(value, slopeByX * x.Low, slopeByY * y.Low, slopeByX * x.High, slopeByY * y.High);

    [MethodImpl(Inline)]
    public static BoxDual<E> operator +(BoxDual<E> left, BoxDual<E> right) =>
        new(left.Value + right.Value, left.X1 + right.X1, left.Y1 + right.Y1, left.X2 + right.X2, left.Y2 + right.Y2);

    [MethodImpl(Inline)]
    public static BoxDual<E> operator -(BoxDual<E> left, BoxDual<E> right) =>
        new(left.Value - right.Value, left.X1 - right.X1, left.Y1 - right.Y1, left.X2 - right.X2, left.Y2 - right.Y2);

    [MethodImpl(Inline)]
    public static BoxDual<E> operator -(BoxDual<E> value) => new(-value.Value, -value.X1, -value.Y1, -value.X2, -value.Y2);

    [MethodImpl(Inline)]
    public static BoxDual<E> operator *(BoxDual<E> left, BoxDual<E> right) => new(
        left.Value * right.Value,
        left.Value * right.X1 + left.X1 * right.Value,
        left.Value * right.Y1 + left.Y1 * right.Value,
        left.Value * right.X2 + left.X2 * right.Value,
        left.Value * right.Y2 + left.Y2 * right.Value);

    [MethodImpl(Inline)]
    public static BoxDual<E> operator /(BoxDual<E> left, BoxDual<E> right)
    {
        Vector512<E> ratio = left.Value / right.Value, reciprocal = Vector512<E>.One / right.Value;
        return new(
            ratio,
            (left.X1 - ratio * right.X1) * reciprocal,
            (left.Y1 - ratio * right.Y1) * reciprocal,
            (left.X2 - ratio * right.X2) * reciprocal,
            (left.Y2 - ratio * right.Y2) * reciprocal);
    }

    [MethodImpl(Inline)]
    public static BoxDual<E> Ratio(BoxDual<E> dividend, BoxDual<E> divisor)
    {
        Vector512<E> reciprocal = PackMath.Ratio(Vector512<E>.One, divisor.Value), ratio = PackMath.Ratio(dividend.Value, divisor.Value);
        return new(
            ratio,
            (dividend.X1 - ratio * divisor.X1) * reciprocal,
            (dividend.Y1 - ratio * divisor.Y1) * reciprocal,
            (dividend.X2 - ratio * divisor.X2) * reciprocal,
            (dividend.Y2 - ratio * divisor.Y2) * reciprocal);
    }

    [MethodImpl(Inline)]
    public static BoxDual<E> operator +(double left, BoxDual<E> right) =>
        new(PackMath.Constant<E>(left) + right.Value, right.X1, right.Y1, right.X2, right.Y2);

    [MethodImpl(Inline)]
    public static BoxDual<E> operator -(double left, BoxDual<E> right) =>
        new(PackMath.Constant<E>(left) - right.Value, -right.X1, -right.Y1, -right.X2, -right.Y2);

    [MethodImpl(Inline)]
    public static BoxDual<E> operator *(double left, BoxDual<E> right)
    {
        Vector512<E> factor = PackMath.Constant<E>(left);
        return new(factor * right.Value, factor * right.X1, factor * right.Y1, factor * right.X2, factor * right.Y2);
    }

    [MethodImpl(Inline)]
    public static BoxDual<E> Exp(BoxDual<E> value)
    {
        Vector512<E> power = PackMath.Exp(value.Value);
        return value.Times(power, power);
    }

    [MethodImpl(Inline)]
    public static BoxDual<E> Log(BoxDual<E> value) => value.Times(PackMath.Log(value.Value), Vector512<E>.One / value.Value);

    [MethodImpl(Inline)]
    public static BoxDual<E> Pow(BoxDual<E> value, double exponent) =>
        value.Times(PackMath.Pow(value.Value, exponent), PackMath.SlopeOfPow(value.Value, exponent));

    [MethodImpl(Inline)]
    public static BoxDual<E> DetachedPow(BoxDual<E> value, double exponent) => Fixed(PackMath.Pow(value.Value, exponent));

    [MethodImpl(Inline)]
    public static BoxDual<E> Where(BoxDual<E> left, BoxDual<E> right, BoxDual<E> less, BoxDual<E> otherwise)
    {
        Vector512<E> isLess = Vector512.LessThan(left.Value, right.Value);
        return new(
            Vector512.ConditionalSelect(isLess, less.Value, otherwise.Value),
            Vector512.ConditionalSelect(isLess, less.X1, otherwise.X1),
            Vector512.ConditionalSelect(isLess, less.Y1, otherwise.Y1),
            Vector512.ConditionalSelect(isLess, less.X2, otherwise.X2),
            Vector512.ConditionalSelect(isLess, less.Y2, otherwise.Y2));
    }

    /// <summary>The larger; at a tie each has half the slopes.</summary>
    [MethodImpl(Inline)]
    public static BoxDual<E> Max(BoxDual<E> left, BoxDual<E> right)
    {
        Vector512<E> share = PackMath.ShareOfLarger(left.Value, right.Value);
        return new(
            Vector512.Max(left.Value, right.Value),
            share * (left.X1 - right.X1) + right.X1,
            share * (left.Y1 - right.Y1) + right.Y1,
            share * (left.X2 - right.X2) + right.X2,
            share * (left.Y2 - right.Y2) + right.Y2);
    }

    /// <summary>The magnitude; at 0 it has no slopes.</summary>
    [MethodImpl(Inline)]
    public static BoxDual<E> Abs(BoxDual<E> value) => value.Times(Vector512.Abs(value.Value), PackMath.Sign(value.Value));

    [MethodImpl(Inline)]
    public static BoxDual<E> Detach(BoxDual<E> value) => Fixed(value.Value);

    /// <summary>What has a value, and a slope by this.</summary>
    [MethodImpl(Inline)]
    BoxDual<E> Times(Vector512<E> value, Vector512<E> slope) => new(value, slope * X1, slope * Y1, slope * X2, slope * Y2);
}
