using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SegLab.Boxes.Kernels;
using SegLab.Numerics;

namespace SegLab.Boxes.Regression;

/// <summary>Against the gradient of a loss of both boxes.</summary>
readonly struct GradientDirection<TFormula>(TFormula formula) : IDirection
    where TFormula : struct, IBoxFormula
{
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public BoxLanes Of(in BoxLanes box, in BoxLanes target) => Descent.Of(formula.Invoke<BoxDual<double>, BoxPair<BoxDual<double>, double, BoxDual<double>>>(Descent.Pair(box, target)));
}

/// <summary>Against the gradient of a loss of each of the four numbers.</summary>
readonly struct CoordinateDirection<TFormula>(TFormula formula) : IDirection
    where TFormula : struct, ICoordinateFormula
{
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public BoxLanes Of(in BoxLanes box, in BoxLanes target) =>
        new(Slope(box.X, target.X), Slope(box.Y, target.Y), Slope(box.Width, target.Width), Slope(box.Height, target.Height));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Vector512<double> Slope(Vector512<double> number, Vector512<double> target) => -formula.Invoke(Dual<Pack<double>>.Variable(new(number - target))).Slope.Vector;
}

/// <summary>From the gradient by the sides to the way down for center and size.</summary>
static class Descent
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BoxPair<BoxDual<double>, double, BoxDual<double>> Pair(in BoxLanes box, in BoxLanes target) => new(
        new BoxAxis<double>(box.Left, box.Right, target.Left, target.Right),
        new BoxAxis<double>(box.Top, box.Bottom, target.Top, target.Bottom));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BoxLanes Of(BoxDual<double> cost) =>
        new(-(cost.X1 + cost.X2), -(cost.Y1 + cost.Y2), 0.5 * (cost.X1 - cost.X2), 0.5 * (cost.Y1 - cost.Y2));
}
