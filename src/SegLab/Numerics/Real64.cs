namespace SegLab.Numerics;

/// <summary>A double as a number for formulas.</summary>
readonly record struct Real64(double Value) : IReal<Real64>
{
    public static Real64 Constant(double value) => new(value);

    public static Real64 operator +(Real64 left, Real64 right) => new(left.Value + right.Value);

    public static Real64 operator -(Real64 left, Real64 right) => new(left.Value - right.Value);

    public static Real64 operator *(Real64 left, Real64 right) => new(left.Value * right.Value);

    public static Real64 operator /(Real64 left, Real64 right) => new(left.Value / right.Value);

    public static Real64 operator -(Real64 value) => new(-value.Value);

    public static Real64 Exp(Real64 value) => new(Math.Exp(value.Value));

    public static Real64 Log(Real64 value) => new(Math.Log(value.Value));

    public static Real64 Pow(Real64 value, double exponent) => new(Math.Pow(value.Value, exponent));

    public static Real64 Where(Real64 left, Real64 right, Real64 less, Real64 otherwise) => left.Value < right.Value ? less : otherwise;

    public static Real64 Ratio(Real64 dividend, Real64 divisor) => divisor.Value >= 2.2250738585072014e-308 ? dividend / divisor : new(0);
}
