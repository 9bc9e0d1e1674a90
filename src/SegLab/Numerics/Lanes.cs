using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SegLab.Numerics;

/// <summary>Sixteen floats at once. The runtime splits them where registers are narrower, with the same results while FMA exists.</summary>
readonly struct Lanes(Vector512<float> vector) : IReal<Lanes>
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>How many floats there are in one.</summary>
    public const int Count = 16;

    public readonly Vector512<float> Vector = vector;

    [MethodImpl(Inline)]
    public static unsafe Lanes Load(float* source) => new(Vector512.Load(source));

    /// <summary>Reads no more than <paramref name="count"/> floats; the rest are 0.</summary>
    [MethodImpl(Inline)]
    public static unsafe Lanes Load(float* source, int count)
    {
        if (count >= Count) return Load(source);
        float* padded = stackalloc float[Count];
        for (int i = 0; i < Count; i++) padded[i] = i < count ? source[i] : 0;
        return Load(padded);
    }

    [MethodImpl(Inline)]
    public unsafe void Store(float* destination) => Vector.Store(destination);

    /// <summary>Writes no more than <paramref name="count"/> floats.</summary>
    [MethodImpl(Inline)]
    public unsafe void Store(float* destination, int count)
    {
        if (count >= Count)
        {
            Store(destination);
            return;
        }

        float* padded = stackalloc float[Count];
        Store(padded);
        for (int i = 0; i < count; i++) destination[i] = padded[i];
    }

    [MethodImpl(Inline)]
    public static Lanes Constant(double value) => new(Vector512.Create((float)value));

    [MethodImpl(Inline)]
    public static Lanes operator +(Lanes left, Lanes right) => new(left.Vector + right.Vector);

    [MethodImpl(Inline)]
    public static Lanes operator -(Lanes left, Lanes right) => new(left.Vector - right.Vector);

    [MethodImpl(Inline)]
    public static Lanes operator *(Lanes left, Lanes right) => new(left.Vector * right.Vector);

    [MethodImpl(Inline)]
    public static Lanes operator /(Lanes left, Lanes right) => new(left.Vector / right.Vector);

    [MethodImpl(Inline)]
    public static Lanes operator -(Lanes value) => new(-value.Vector);

    [MethodImpl(Inline)]
    public static Lanes operator +(double left, Lanes right) => Constant(left) + right;

    [MethodImpl(Inline)]
    public static Lanes operator -(double left, Lanes right) => Constant(left) - right;

    [MethodImpl(Inline)]
    public static Lanes operator *(double left, Lanes right) => Constant(left) * right;

    [MethodImpl(Inline)]
    public static Lanes Exp(Lanes value) => new(LaneMath.Exp(value.Vector));

    [MethodImpl(Inline)]
    public static Lanes Log(Lanes value) => new(LaneMath.Log(value.Vector));

    [MethodImpl(Inline)]
    public static Lanes Pow(Lanes value, double exponent)
    {
        if (exponent == 0) return new(Vector512<float>.One);
        if (exponent == 1) return value;
        if (exponent == 2) return value * value;
        return new(LaneMath.Pow(value.Vector, (float)exponent));
    }

    [MethodImpl(Inline)]
    public static Lanes Where(Lanes left, Lanes right, Lanes less, Lanes otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.LessThan(left.Vector, right.Vector), less.Vector, otherwise.Vector));

    [MethodImpl(Inline)]
    public static Lanes Max(Lanes left, Lanes right) => new(Vector512.Max(left.Vector, right.Vector));

    [MethodImpl(Inline)]
    public static Lanes Abs(Lanes value) => new(Vector512.Abs(value.Vector));

    [MethodImpl(Inline)]
    public static Lanes Ratio(Lanes dividend, Lanes divisor)
    {
        Vector512<float> divides = Vector512.GreaterThanOrEqual(divisor.Vector, Vector512.Create(1.17549435e-38f));
        return new((dividend.Vector / Vector512.ConditionalSelect(divides, divisor.Vector, Vector512<float>.One)) & divides);
    }
}
