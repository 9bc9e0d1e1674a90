using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SegLab.Numerics;

namespace SegLab.Boxes.Kernels;

/// <summary>The sides of boxes, whatever the format that they are read from.</summary>
readonly unsafe struct Corners<E>(Vector512<E> x1, Vector512<E> y1, Vector512<E> x2, Vector512<E> y2)
    where E : unmanaged
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public readonly Vector512<E> X1 = x1, Y1 = y1, X2 = x2, Y2 = y2;

    [MethodImpl(Inline)]
    public static Corners<E> Read(E* source, BoxFormat format)
    {
        (Vector512<E> x, Vector512<E> y, Vector512<E> right, Vector512<E> bottom) = Records.Columns(source);
        if (format == BoxFormat.Corners) return new(x, y, right, bottom);
        if (format == BoxFormat.LeftTopSize) return new(x, y, x + right, y + bottom);
        Vector512<E> half = PackMath.Constant<E>(0.5), halfWidth = half * right, halfHeight = half * bottom;
        return new(x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight);
    }

    /// <summary>Whether all numbers are finite, and small enough to be squared.</summary>
    [MethodImpl(Inline)]
    static bool AreFinite(in Corners<E> prediction, in Corners<E> target) =>
        Vector512.LessThanOrEqualAll(prediction.Magnitude + target.Magnitude, PackMath.Constant<E>(BoxInput.Limit<E>()));

    /// <summary>Whether that holds, and all sizes are 0 or more.</summary>
    [MethodImpl(Inline)]
    public static bool AreBoxes(in Corners<E> prediction, in Corners<E> target) =>
        AreFinite(prediction, target) && Vector512.GreaterThanOrEqualAll(Vector512.Min(prediction.LeastSize, target.LeastSize), Vector512<E>.Zero);

    /// <summary>Writes slopes by the sides as slopes by the numbers of a format.</summary>
    [MethodImpl(Inline)]
    public static void WriteSlopes(Vector512<E> x1, Vector512<E> y1, Vector512<E> x2, Vector512<E> y2, BoxFormat format, E* destination)
    {
        if (format == BoxFormat.LeftTopSize)
        {
            (x1, y1) = (x1 + x2, y1 + y2);
        }
        else if (format == BoxFormat.CenterSize)
        {
            Vector512<E> half = PackMath.Constant<E>(0.5);
            (x1, y1, x2, y2) = (x1 + x2, y1 + y2, half * (x2 - x1), half * (y2 - y1));
        }

        Records.Store(x1, y1, x2, y2, destination);
    }

    Vector512<E> Magnitude
    {
        [MethodImpl(Inline)]
        get => Vector512.Abs(X1) + Vector512.Abs(Y1) + (Vector512.Abs(X2) + Vector512.Abs(Y2));
    }

    Vector512<E> LeastSize
    {
        [MethodImpl(Inline)]
        get => Vector512.Min(X2 - X1, Y2 - Y1);
    }
}
