using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SegLab.Numerics;

/// <summary>Functions of sixteen floats or eight doubles.</summary>
static class PackMath
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    const double TangentOfEighth = 0.41421356237309504880; // tan(pi / 8)

    /// <summary>The least number whose reciprocal is finite for sure: the least normal one.</summary>
    [MethodImpl(Inline)]
    public static Vector512<E> LeastDivisor<E>() => Constant<E>(typeof(E) == typeof(float) ? 1.17549435e-38 : 2.2250738585072014e-308);

    [MethodImpl(Inline)]
    public static Vector512<E> Constant<E>(double value) => typeof(E) == typeof(float)
        ? Vector512.Create((float)value).As<float, E>()
        : Vector512.Create(value).As<double, E>();

    /// <summary>left * right + add, rounded once where the machine can.</summary>
    [MethodImpl(Inline)]
    public static Vector512<E> MultiplyAdd<E>(Vector512<E> left, Vector512<E> right, Vector512<E> add) => typeof(E) == typeof(float)
        ? Vector512.MultiplyAddEstimate(left.AsSingle(), right.AsSingle(), add.AsSingle()).As<float, E>()
        : Vector512.MultiplyAddEstimate(left.AsDouble(), right.AsDouble(), add.AsDouble()).As<double, E>();

    /// <summary>All numbers added, in double precision and a fixed order.</summary>
    [MethodImpl(Inline)]
    public static double Sum<E>(Vector512<E> x)
    {
        if (typeof(E) == typeof(double)) return Vector512.Sum(x.AsDouble());
        (Vector512<double> lower, Vector512<double> upper) = Vector512.Widen(x.AsSingle());
        return Vector512.Sum(lower + upper);
    }

    /// <summary>A quotient, or 0 where the divisor is less than the least normal number.</summary>
    [MethodImpl(Inline)]
    public static Vector512<E> Ratio<E>(Vector512<E> dividend, Vector512<E> divisor)
    {
        Vector512<E> divides = Vector512.GreaterThanOrEqual(divisor, LeastDivisor<E>());
        return (dividend / Vector512.ConditionalSelect(divides, divisor, Vector512<E>.One)) & divides;
    }

    [MethodImpl(Inline)]
    public static Vector512<E> Exp<E>(Vector512<E> x) => typeof(E) == typeof(float)
        ? LaneMath.Exp(x.AsSingle()).As<float, E>()
        : Vector512.Exp(x.AsDouble()).As<double, E>();

    [MethodImpl(Inline)]
    public static Vector512<E> Log<E>(Vector512<E> x) => typeof(E) == typeof(float)
        ? LaneMath.Log(x.AsSingle()).As<float, E>()
        : Vector512.Log(x.AsDouble()).As<double, E>();

    /// <summary>x to a power, for x from 0 on; 0 stays 0 with powers above 0. Not inlined: it is long, and most formulas have none.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Vector512<E> Pow<E>(Vector512<E> x, double exponent)
    {
        if (exponent == 0) return Vector512<E>.One;
        if (exponent == 0.5) return Vector512.Sqrt(x);
        if (exponent == 1) return x;
        if (exponent == 2) return x * x;
        if (exponent == 3) return x * x * x;
        if (exponent == 4) return x * x * (x * x);
        Vector512<E> positive = Vector512.Max(x, Constant<E>(typeof(E) == typeof(float) ? 1e-37 : 1e-300));
        Vector512<E> power = Exp(Constant<E>(exponent) * Log(positive));
        return exponent > 0 ? power & ~Vector512.Equals(x, Vector512<E>.Zero) : power;
    }

    /// <summary>The slope of that power, taken no nearer to 0 than 1e-30, so that it stays finite.</summary>
    [MethodImpl(Inline)]
    public static Vector512<E> SlopeOfPow<E>(Vector512<E> x, double exponent) =>
        Constant<E>(exponent) * Pow(Vector512.Max(x, Constant<E>(1e-30)), exponent - 1);

    /// <summary>1 where the first is the larger, 0 where the second is, and one half at a tie.</summary>
    [MethodImpl(Inline)]
    public static Vector512<E> ShareOfLarger<E>(Vector512<E> first, Vector512<E> second)
    {
        Vector512<E> half = Constant<E>(0.5);
        return (half & Vector512.GreaterThan(first, second)) + (half & Vector512.GreaterThanOrEqual(first, second));
    }

    /// <summary>-1, 0 or 1.</summary>
    [MethodImpl(Inline)]
    public static Vector512<E> Sign<E>(Vector512<E> x)
    {
        Vector512<E> one = Vector512<E>.One, zero = Vector512<E>.Zero;
        return (one & Vector512.GreaterThan(x, zero)) - (one & Vector512.LessThan(x, zero));
    }

    /// <summary>The angle of (x, y) from the x axis, -pi / 2 to pi / 2, for x from 0 on, to about 2 ulp; 0 at the origin.</summary>
    [MethodImpl(Inline)]
    public static Vector512<E> Atan2<E>(Vector512<E> y, Vector512<E> x)
    {
        Vector512<E> height = Vector512.Abs(y), small = Vector512.Min(height, x), large = Vector512.Max(height, x);

        // Below pi / 8 as it is; else as pi / 4 + atan((small - large) / (small + large)), so that the polynomial's argument is at most tan(pi / 8).
        Vector512<E> folds = Vector512.GreaterThan(small, Constant<E>(TangentOfEighth) * large);
        Vector512<E> divisor = large + (small & folds);
        Vector512<E> tangent = (small - (large & folds)) / (divisor + (Vector512<E>.One & Vector512.Equals(divisor, Vector512<E>.Zero)));
        Vector512<E> angle = AtanOfSmall(tangent) + (Constant<E>(Math.PI / 4) & folds);
        angle = Vector512.ConditionalSelect(Vector512.GreaterThan(height, x), Constant<E>(Math.PI / 2) - angle, angle);
        return Vector512.ConditionalSelect(Vector512.LessThan(y, Vector512<E>.Zero), -angle, angle);
    }

    // Interpolates atan(sqrt z) / sqrt z at Chebyshev's nodes of [0, tan(pi / 8)^2]; relative errors 6.2e-10 and 1.3e-18.
    [MethodImpl(Inline)]
    static Vector512<E> AtanOfSmall<E>(Vector512<E> tangent)
    {
        if (typeof(E) == typeof(float))
        {
            Vector512<float> t = tangent.AsSingle(), z = t * t;
            Vector512<float> sum = Vector512.Create(-0.06026305f);
            sum = Vector512.MultiplyAddEstimate(sum, z, Vector512.Create(0.105698288f));
            sum = Vector512.MultiplyAddEstimate(sum, z, Vector512.Create(-0.142395327f));
            sum = Vector512.MultiplyAddEstimate(sum, z, Vector512.Create(0.19998183f));
            sum = Vector512.MultiplyAddEstimate(sum, z, Vector512.Create(-0.333333069f));
            return Vector512.MultiplyAddEstimate(sum * z, t, t).As<float, E>();
        }
        else
        {
            Vector512<double> t = tangent.AsDouble(), z = t * t;
            Vector512<double> sum = Vector512.Create(-0.017805397205419436);
            sum = Vector512.MultiplyAddEstimate(sum, z, Vector512.Create(0.037965257453865926));
            sum = Vector512.MultiplyAddEstimate(sum, z, Vector512.Create(-0.05035102456601551));
            sum = Vector512.MultiplyAddEstimate(sum, z, Vector512.Create(0.05846878297330872));
            sum = Vector512.MultiplyAddEstimate(sum, z, Vector512.Create(-0.06662951813629191));
            sum = Vector512.MultiplyAddEstimate(sum, z, Vector512.Create(0.07692045330902225));
            sum = Vector512.MultiplyAddEstimate(sum, z, Vector512.Create(-0.09090896809064027));
            sum = Vector512.MultiplyAddEstimate(sum, z, Vector512.Create(0.11111110744919658));
            sum = Vector512.MultiplyAddEstimate(sum, z, Vector512.Create(-0.14285714279250245));
            sum = Vector512.MultiplyAddEstimate(sum, z, Vector512.Create(0.19999999999940893));
            sum = Vector512.MultiplyAddEstimate(sum, z, Vector512.Create(-0.3333333333333312));
            return Vector512.MultiplyAddEstimate(sum * z, t, t).As<double, E>();
        }
    }
}
