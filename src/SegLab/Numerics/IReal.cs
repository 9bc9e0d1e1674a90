namespace SegLab.Numerics;

/// <summary>
/// A number that a formula can be written over. The same formula then runs on <see cref="Lanes"/> (sixteen floats at once, the fast
/// value), on <see cref="Dual{T}"/> of these (the gradient) and on <see cref="Real64"/> (the truth that the fast one is tested against).
/// </summary>
interface IReal<T>
    where T : IReal<T>
{
    static abstract T Constant(double value);

    static abstract T operator +(T left, T right);

    static abstract T operator -(T left, T right);

    static abstract T operator *(T left, T right);

    static abstract T operator /(T left, T right);

    static abstract T operator -(T value);

    static virtual T operator +(double left, T right) => T.Constant(left) + right;

    static virtual T operator -(double left, T right) => T.Constant(left) - right;

    static virtual T operator *(double left, T right) => T.Constant(left) * right;

    static abstract T Exp(T value);

    static abstract T Log(T value);

    /// <summary>A power of a number that is not negative. The slope is taken no nearer to zero than 1e-30, so that it stays finite.</summary>
    static abstract T Pow(T value, double exponent);

    /// <summary><paramref name="less"/> where <paramref name="left"/> is below <paramref name="right"/>, else <paramref name="otherwise"/>.</summary>
    static abstract T Where(T left, T right, T less, T otherwise);

    static virtual T Max(T left, T right) => T.Where(left, right, right, left);

    static virtual T Abs(T value) => T.Where(value, T.Constant(0), -value, value);

    /// <summary>A quotient of numbers that are not negative; 0, without a slope, where the divisor is too small to have a reciprocal.</summary>
    static abstract T Ratio(T dividend, T divisor);

    /// <summary>The same number without its slope.</summary>
    static virtual T Detach(T value) => value;

    /// <summary>A power without its slope.</summary>
    static virtual T DetachedPow(T value, double exponent) => T.Detach(T.Pow(value, exponent));
}
