using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SegLab.Numerics;

namespace SegLab.Boxes.Kernels;

/// <summary>Predicted boxes and their targets.</summary>
readonly struct BoxPair<T, E, TNumber>(BoxAxis<E> x, BoxAxis<E> y) : IBoxPair<T>
    where T : struct, IReal<T>
    where TNumber : IBoxNumber<T, E>
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    readonly BoxAxis<E> x = x, y = y;

    public T Intersection
    {
        [MethodImpl(Inline)]
        get => TNumber.Product(x.Overlap, y.Overlap);
    }

    [MethodImpl(Inline)]
    public T Union(T intersection) => TNumber.Product(x.Size, y.Size) + TNumber.Fixed(x.TargetSize * y.TargetSize) - intersection;

    [MethodImpl(Inline)]
    public T IoU(double epsilon)
    {
        T intersection = Intersection;
        return T.Ratio(intersection, epsilon + Union(intersection));
    }

    public T EnclosingArea
    {
        [MethodImpl(Inline)]
        get => TNumber.Product(x.Enclosing, y.Enclosing);
    }

    public T DiagonalSquared
    {
        [MethodImpl(Inline)]
        get => TNumber.SumOfSquares(x.Enclosing, y.Enclosing);
    }

    public T CenterDistanceSquared
    {
        [MethodImpl(Inline)]
        get => TNumber.SumOfSquares(x.Offset, y.Offset);
    }

    public T OffsetProduct
    {
        [MethodImpl(Inline)]
        get => TNumber.Product(Side<E>.Abs(x.Offset), Side<E>.Abs(y.Offset));
    }

    public T CornerDistancesSquared
    {
        [MethodImpl(Inline)]
        get => TNumber.SumOfSquares(x.LowOffset, y.LowOffset) + TNumber.SumOfSquares(x.HighOffset, y.HighOffset);
    }

    public T AspectAngle
    {
        [MethodImpl(Inline)]
        get
        {
            Side<E> w = x.Size, h = y.Size;
            Vector512<E> targetWidth = x.TargetSize, targetHeight = y.TargetSize;

            // The difference of two angles is the angle of a product: one arc tangent, and no cancellation. The target's direction is
            // scaled to 1 so that nothing of the fourth order in lengths comes up.
            Vector512<E> scale = PackMath.Ratio(Vector512<E>.One, Vector512.Max(targetWidth, targetHeight));
            targetWidth *= scale;
            targetHeight = OneAtPoint(targetHeight * scale, targetWidth);
            Vector512<E> height = OneAtPoint(h.Value, w.Value);
            Vector512<E> angle = PackMath.Atan2(targetWidth * height - targetHeight * w.Value, targetHeight * height + targetWidth * w.Value);

            // d atan(w / h) / dw = h / (w^2 + h^2), and by h it is -w / (w^2 + h^2).
            Vector512<E> reciprocal = PackMath.Ratio(Vector512<E>.One, w.Value * w.Value + h.Value * h.Value);
            return TNumber.Function(angle, w, -h.Value * reciprocal, h, w.Value * reciprocal);
        }
    }

    [MethodImpl(Inline)]
    public T AlongX<TFormula>(TFormula formula)
        where TFormula : struct, IAxisFormula => TNumber.AlongX(x, formula);

    [MethodImpl(Inline)]
    public T AlongY<TFormula>(TFormula formula)
        where TFormula : struct, IAxisFormula => TNumber.AlongY(y, formula);

    /// <summary>The height, or 1 for a point, whose angle is to be 0.</summary>
    [MethodImpl(Inline)]
    static Vector512<E> OneAtPoint(Vector512<E> height, Vector512<E> width) =>
        height + (Vector512<E>.One & Vector512.Equals(Vector512.Max(width, height), Vector512<E>.Zero));
}
