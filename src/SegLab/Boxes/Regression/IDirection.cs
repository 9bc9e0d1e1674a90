using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SegLab.Boxes.Regression;

/// <summary>Eight boxes at once: center, width and height; or how these change.</summary>
readonly struct BoxLanes(Vector512<double> x, Vector512<double> y, Vector512<double> width, Vector512<double> height)
{
    public readonly Vector512<double> X = x, Y = y, Width = width, Height = height;

    public Vector512<double> Left => X - 0.5 * Width;

    public Vector512<double> Right => X + 0.5 * Width;

    public Vector512<double> Top => Y - 0.5 * Height;

    public Vector512<double> Bottom => Y + 0.5 * Height;

    /// <summary><paramref name="less"/> where <paramref name="left"/> is below <paramref name="right"/>, else <paramref name="otherwise"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Where(Vector512<double> left, Vector512<double> right, Vector512<double> less, Vector512<double> otherwise) =>
        Vector512.ConditionalSelect(Vector512.LessThan(left, right), less, otherwise);
}

/// <summary>Which way boxes move, by how much at a rate of 1.</summary>
/// <remarks>A direction is a method of its own: the runtime puts only so much code in line in one.</remarks>
interface IDirection
{
    BoxLanes Of(in BoxLanes box, in BoxLanes target);
}
