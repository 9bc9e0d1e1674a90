using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SegLab.Distance;

/// <summary>Squared distances in units of length, in double: each axis adds (steps x spacing)^2, rounded as it stands here.</summary>
readonly unsafe struct SpacedMetric(double spacing) : IMetric<double>
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public static double Infinity => double.PositiveInfinity;

    [MethodImpl(Inline)]
    public Vector512<double> Apex(Vector512<double> height, Vector512<double> site) => height;

    [MethodImpl(Inline)]
    public Vector512<double> Start(Vector512<double> positions, double site) => positions - Vector512.Create(site);

    [MethodImpl(Inline)]
    public Vector512<double> Step(Vector512<double> positions) => Vector512.Create(-1.0);

    [MethodImpl(Inline)]
    public Vector512<double> At(Vector512<double> state, double apex)
    {
        Vector512<double> distance = state * spacing;
        return distance * distance + Vector512.Create(apex);
    }

    [MethodImpl(Inline)]
    public Vector512<double> Square(Vector512<double> least, Vector512<double> positions) => least;

    public static void FromSteps(int* steps, double* squares, int count, double spacing)
    {
        for (int i = 0; i < count; i += Vector512<double>.Count)
        {
            (Vector256<long> low, Vector256<long> high) = Vector256.Widen(Vector256.Load(steps + i));
            Vector512<double> step = Vector512.ConvertToDouble(Vector512.Create(low, high));
            Vector512<double> distance = step * spacing;
            Vector512<double> finite = Vector512.LessThan(step, Vector512.Create((double)StepScan.Infinity));
            Vector512.ConditionalSelect(finite, distance * distance, Vector512.Create(Infinity)).Store(squares + i);
        }
    }

    [MethodImpl(Inline)]
    public static Vector512<float> ToFloats(double* squares, bool root, double scale)
    {
        Vector512<double> lower = Vector512.Load(squares), upper = Vector512.Load(squares + Vector512<double>.Count);
        return root ? Vector512.Narrow(Vector512.Sqrt(lower), Vector512.Sqrt(upper)) : Vector512.Narrow(lower, upper);
    }

    [MethodImpl(Inline)]
    public static double ToDouble(double square, double scale) => square;
}
