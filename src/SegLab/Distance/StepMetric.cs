using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SegLab.Distance;

/// <summary>Squared distances in steps, as whole numbers: exact.</summary>
/// <remarks>
/// height + (x - i)^2 = x^2 + (height + i^2 - 2 x i): the square of x is the same for all sites, so one subtraction orders them.
/// </remarks>
readonly unsafe struct StepMetric : IMetric<int>
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>Diameters up to this leave room above <see cref="Infinity"/>.</summary>
    public const double LargestSquaredDiameter = 1 << 30;

    /// <summary>Squared distances up to this are floats.</summary>
    const int LargestExactFloat = 1 << 24;

    public static int Infinity => 1 << 30;

    [MethodImpl(Inline)]
    public Vector512<int> Apex(Vector512<int> height, Vector512<int> site) => height + site * site;

    [MethodImpl(Inline)]
    public Vector512<int> Start(Vector512<int> positions, int site) => positions * (2 * site);

    [MethodImpl(Inline)]
    public Vector512<int> Step(Vector512<int> positions) => positions + positions;

    [MethodImpl(Inline)]
    public Vector512<int> At(Vector512<int> state, int apex) => Vector512.Create(apex) - state;

    [MethodImpl(Inline)]
    public Vector512<int> Square(Vector512<int> least, Vector512<int> positions) => least + positions * positions;

    public static void FromSteps(int* steps, int* squares, int count, double spacing)
    {
        Vector512<int> infinity = Vector512.Create(Infinity);
        for (int i = 0; i < count; i += Vector512<int>.Count)
        {
            Vector512<int> step = Vector512.Load(steps + i);
            Vector512.ConditionalSelect(Vector512.LessThan(step, infinity), step * step, infinity).Store(squares + i);
        }
    }

    [MethodImpl(Inline)]
    public static Vector512<float> ToFloats(int* squares, bool root, double scale)
    {
        Vector512<int> square = Vector512.Load(squares);
        Vector512<int> finite = Vector512.LessThan(square, Vector512.Create(Infinity));
        bool exact = scale == 1 && !Vector512.GreaterThanAny(square & finite, Vector512.Create(LargestExactFloat));
        Vector512<float> value = exact || (!root && scale == 1)
            ? Rooted(Vector512.ConvertToSingle(square), root)
            : Scaled(square, root, scale);
        return Vector512.ConditionalSelect(finite.AsSingle(), value, Vector512.Create(float.PositiveInfinity));
    }

    [MethodImpl(Inline)]
    public static double ToDouble(int square, double scale) => square < Infinity ? square * (scale * scale) : double.PositiveInfinity;

    [MethodImpl(Inline)]
    static Vector512<float> Rooted(Vector512<float> value, bool root) => root ? Vector512.Sqrt(value) : value;

    [MethodImpl(MethodImplOptions.NoInlining)]
    static Vector512<float> Scaled(Vector512<int> square, bool root, double scale)
    {
        (Vector512<long> low, Vector512<long> high) = Vector512.Widen(square);
        Vector512<double> lower = Vector512.ConvertToDouble(low), upper = Vector512.ConvertToDouble(high);
        return root
            ? Vector512.Narrow(Vector512.Sqrt(lower) * scale, Vector512.Sqrt(upper) * scale)
            : Vector512.Narrow(lower * (scale * scale), upper * (scale * scale));
    }
}
