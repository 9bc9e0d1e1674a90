using System.Runtime.CompilerServices;

namespace SegLab.Numerics;

/// <summary>A value together with its slope in one direction (forward-mode differentiation; Wengert 1964).</summary>
readonly struct Dual<T>(T value, T slope) : IReal<Dual<T>>
    where T : struct, IReal<T>
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public readonly T Value = value;
    public readonly T Slope = slope;

    /// <summary>What one differentiates by: its slope is one.</summary>
    [MethodImpl(Inline)]
    public static Dual<T> Variable(T value) => new(value, T.Constant(1));

    /// <summary>What does not change in this direction: its slope is zero.</summary>
    [MethodImpl(Inline)]
    public static Dual<T> Fixed(T value) => new(value, T.Constant(0));

    [MethodImpl(Inline)]
    public static Dual<T> Constant(double value) => Fixed(T.Constant(value));

    [MethodImpl(Inline)]
    public static Dual<T> operator +(Dual<T> left, Dual<T> right) => new(left.Value + right.Value, left.Slope + right.Slope);

    [MethodImpl(Inline)]
    public static Dual<T> operator -(Dual<T> left, Dual<T> right) => new(left.Value - right.Value, left.Slope - right.Slope);

    [MethodImpl(Inline)]
    public static Dual<T> operator *(Dual<T> left, Dual<T> right) =>
        new(left.Value * right.Value, left.Slope * right.Value + left.Value * right.Slope);

    [MethodImpl(Inline)]
    public static Dual<T> operator /(Dual<T> left, Dual<T> right)
    {
        T ratio = left.Value / right.Value;
        return new(ratio, (left.Slope - ratio * right.Slope) / right.Value);
    }

    [MethodImpl(Inline)]
    public static Dual<T> operator -(Dual<T> value) => new(-value.Value, -value.Slope);

    [MethodImpl(Inline)]
    public static Dual<T> operator +(double left, Dual<T> right) => new(left + right.Value, right.Slope);

    [MethodImpl(Inline)]
    public static Dual<T> operator -(double left, Dual<T> right) => new(left - right.Value, -right.Slope);

    [MethodImpl(Inline)]
    public static Dual<T> operator *(double left, Dual<T> right) => new(left * right.Value, left * right.Slope);

    [MethodImpl(Inline)]
    public static Dual<T> Exp(Dual<T> value)
    {
        T power = T.Exp(value.Value);
        return new(power, power * value.Slope);
    }

    [MethodImpl(Inline)]
    public static Dual<T> Log(Dual<T> value) => new(T.Log(value.Value), value.Slope / value.Value);

    [MethodImpl(Inline)]
    public static Dual<T> Pow(Dual<T> value, double exponent)
    {
        if (exponent == 0) return Constant(1);
        T away = T.Max(value.Value, T.Constant(1e-30));
        return new(T.Pow(value.Value, exponent), exponent * T.Pow(away, exponent - 1) * value.Slope);
    }

    [MethodImpl(Inline)]
    public static Dual<T> Where(Dual<T> left, Dual<T> right, Dual<T> less, Dual<T> otherwise) =>
        new(T.Where(left.Value, right.Value, less.Value, otherwise.Value), T.Where(left.Value, right.Value, less.Slope, otherwise.Slope));

    [MethodImpl(Inline)]
    public static Dual<T> Ratio(Dual<T> dividend, Dual<T> divisor)
    {
        T ratio = T.Ratio(dividend.Value, divisor.Value);
        return new(ratio, (dividend.Slope - ratio * divisor.Slope) * T.Ratio(T.Constant(1), divisor.Value));
    }

    [MethodImpl(Inline)]
    public static Dual<T> Detach(Dual<T> value) => Fixed(value.Value);
}
