using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SegLab.Numerics;

namespace SegLab.Boxes.Kernels;

/// <summary>A number along one axis, with its slopes by the predicted box's two sides there.</summary>
readonly struct Side<E>(Vector512<E> value, Vector512<E> low, Vector512<E> high) : IReal<Side<E>>
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public readonly Vector512<E> Value = value;

    /// <summary>The slope by the left or upper side.</summary>
    public readonly Vector512<E> Low = low;

    /// <summary>The slope by the right or lower side.</summary>
    public readonly Vector512<E> High = high;

    [MethodImpl(Inline)]
    public static Side<E> Fixed(Vector512<E> value) => new(value, Vector512<E>.Zero, Vector512<E>.Zero);

    [MethodImpl(Inline)]
    public static Side<E> Constant(double value) => Fixed(PackMath.Constant<E>(value));

    [MethodImpl(Inline)]
    public static Side<E> operator +(Side<E> left, Side<E> right) => new(left.Value + right.Value, left.Low + right.Low, left.High + right.High);

    [MethodImpl(Inline)]
    public static Side<E> operator -(Side<E> left, Side<E> right) => new(left.Value - right.Value, left.Low - right.Low, left.High - right.High);

    [MethodImpl(Inline)]
    public static Side<E> operator -(Side<E> value) => new(-value.Value, -value.Low, -value.High);

    [MethodImpl(Inline)]
    public static Side<E> operator *(Side<E> left, Side<E> right) => new(
        left.Value * right.Value,
        left.Value * right.Low + left.Low * right.Value,
        left.Value * right.High + left.High * right.Value);

    [MethodImpl(Inline)]
    public static Side<E> operator /(Side<E> left, Side<E> right)
    {
        Vector512<E> ratio = left.Value / right.Value, reciprocal = Vector512<E>.One / right.Value;
        return new(ratio, (left.Low - ratio * right.Low) * reciprocal, (left.High - ratio * right.High) * reciprocal);
    }

    [MethodImpl(Inline)]
    public static Side<E> operator -(double left, Side<E> right) => new(PackMath.Constant<E>(left) - right.Value, -right.Low, -right.High);

    [MethodImpl(Inline)]
    public static Side<E> operator +(double left, Side<E> right) => new(PackMath.Constant<E>(left) + right.Value, right.Low, right.High);

    [MethodImpl(Inline)]
    public static Side<E> Ratio(Side<E> dividend, Side<E> divisor)
    {
        Vector512<E> reciprocal = PackMath.Ratio(Vector512<E>.One, divisor.Value), ratio = PackMath.Ratio(dividend.Value, divisor.Value);
        return new(ratio, (dividend.Low - ratio * divisor.Low) * reciprocal, (dividend.High - ratio * divisor.High) * reciprocal);
    }

    [MethodImpl(Inline)]
    public static Side<E> Exp(Side<E> value)
    {
        Vector512<E> power = PackMath.Exp(value.Value);
        return value.Times(power, power);
    }

    [MethodImpl(Inline)]
    public static Side<E> Log(Side<E> value) => value.Times(PackMath.Log(value.Value), Vector512<E>.One / value.Value);

    [MethodImpl(Inline)]
    public static Side<E> Pow(Side<E> value, double exponent) =>
        value.Times(PackMath.Pow(value.Value, exponent), PackMath.SlopeOfPow(value.Value, exponent));

    [MethodImpl(Inline)]
    public static Side<E> Where(Side<E> left, Side<E> right, Side<E> less, Side<E> otherwise)
    {
        Vector512<E> isLess = Vector512.LessThan(left.Value, right.Value);
        return new(
            Vector512.ConditionalSelect(isLess, less.Value, otherwise.Value),
            Vector512.ConditionalSelect(isLess, less.Low, otherwise.Low),
            Vector512.ConditionalSelect(isLess, less.High, otherwise.High));
    }

    /// <summary>The larger; at a tie each has half the slopes.</summary>
    [MethodImpl(Inline)]
    public static Side<E> Max(Side<E> left, Side<E> right)
    {
        Vector512<E> share = PackMath.ShareOfLarger(left.Value, right.Value);
        return new(
            Vector512.Max(left.Value, right.Value),
            share * (left.Low - right.Low) + right.Low,
            share * (left.High - right.High) + right.High);
    }

    /// <summary>The magnitude; at 0 it has no slopes.</summary>
    [MethodImpl(Inline)]
    public static Side<E> Abs(Side<E> value) => value.Times(Vector512.Abs(value.Value), PackMath.Sign(value.Value));

    [MethodImpl(Inline)]
    public static Side<E> Detach(Side<E> value) => Fixed(value.Value);

    /// <summary>What has a value, and a slope by this.</summary>
    [MethodImpl(Inline)]
    Side<E> Times(Vector512<E> value, Vector512<E> slope) => new(value, slope * Low, slope * High);
}
