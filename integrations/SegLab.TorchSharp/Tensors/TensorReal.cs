using SegLab.Numerics;
using static TorchSharp.torch;

namespace SegLab.TorchSharp.Tensors;

/// <summary>
/// A tensor as a number for formulas, element by element; a constant stays a plain number until it meets one, so that it needs no device
/// and a slope of 0 or 1 no operation.
/// </summary>
readonly struct TensorReal : IReal<TensorReal>
{
    // Smaller divisors have no reciprocal in single precision.
    const double LeastDivisor = 1.17549435e-38;

    readonly Tensor? tensor;
    readonly double number;

    public TensorReal(Tensor tensor) => this.tensor = tensor;

    TensorReal(double number) => this.number = number;

    bool IsNumber => tensor is null;

    /// <summary>Whether it is a plain 0.</summary>
    public bool IsZero => tensor is null && number == 0;

    /// <summary>The tensor; a plain number becomes one without extents, of the type and on the device of another.</summary>
    public Tensor ToTensor(Tensor like) => tensor ?? like.new_full([], number);

    public static TensorReal Constant(double value) => new(value);

    public static TensorReal operator +(TensorReal left, TensorReal right) => (left.tensor, right.tensor) switch
    {
        (null, null) => new(left.number + right.number),
        (null, { } r) => left.number == 0 ? right : new(r + left.number),
        ({ } l, null) => right.number == 0 ? left : new(l + right.number),
        ({ } l, { } r) => new(l + r),
    };

    public static TensorReal operator -(TensorReal left, TensorReal right) => (left.tensor, right.tensor) switch
    {
        (null, null) => new(left.number - right.number),
        (null, { } r) => left.number == 0 ? new(-r) : new(left.number - r),
        ({ } l, null) => right.number == 0 ? left : new(l - right.number),
        ({ } l, { } r) => new(l - r),
    };

    public static TensorReal operator *(TensorReal left, TensorReal right) => (left.tensor, right.tensor) switch
    {
        (null, null) => new(left.number * right.number),
        (null, { } r) => left.number == 0 ? left : left.number == 1 ? right : new(r * left.number),
        ({ } l, null) => right.number == 0 ? right : right.number == 1 ? left : new(l * right.number),
        ({ } l, { } r) => new(l * r),
    };

    public static TensorReal operator /(TensorReal left, TensorReal right) => (left.tensor, right.tensor) switch
    {
        (null, null) => new(left.number / right.number),
        (null, { } r) => left.number == 0 ? left : new(left.number / r),
        ({ } l, null) => new(l / right.number),
        ({ } l, { } r) => new(l / r),
    };

    public static TensorReal operator -(TensorReal value) => value.tensor is { } t ? new(-t) : new(-value.number);

    public static TensorReal Exp(TensorReal value) => value.tensor is { } t ? new(t.exp()) : new(Math.Exp(value.number));

    public static TensorReal Log(TensorReal value) => value.tensor is { } t ? new(t.log()) : new(Math.Log(value.number));

    public static TensorReal Pow(TensorReal value, double exponent) => exponent switch
    {
        0 => new(1.0),
        1 => value,
        2 => value * value,
        _ => value.tensor is { } t ? new(t.pow(exponent)) : new(Math.Pow(value.number, exponent)),
    };

    public static TensorReal Where(TensorReal left, TensorReal right, TensorReal less, TensorReal otherwise)
    {
        if (left.IsNumber && right.IsNumber) return left.number < right.number ? less : otherwise;
        if (less.IsNumber && otherwise.IsNumber && less.number == otherwise.number) return less;
        Tensor like = left.tensor ?? right.tensor!;
        Tensor isLess = (left.tensor, right.tensor) switch
        {
            (null, { } r) => r.gt(left.number),
            ({ } l, null) => l.lt(right.number),
            ({ } l, { } r) => l.lt(r),
            _ => throw new InvalidOperationException(),
        };
        return new(where(isLess, less.ToTensor(like), otherwise.ToTensor(like)));
    }

    public static TensorReal Ratio(TensorReal dividend, TensorReal divisor) =>
        Where(divisor, new(LeastDivisor), new(0.0), dividend / divisor);
}
