using SegLab.Numerics;

namespace SegLab.Boxes.Kernels;

/// <summary>What formulas read of a predicted box and its target, by the names that the papers use. Nothing is computed before it is read.</summary>
interface IBoxPair<T>
    where T : struct, IReal<T>
{
    T Intersection { get; }

    T Union(T intersection);

    /// <summary>Intersection / (union + epsilon).</summary>
    T IoU(double epsilon);

    /// <summary>The area of the least box that encloses both.</summary>
    T EnclosingArea { get; }

    /// <summary>c^2: the square of that box's diagonal.</summary>
    T DiagonalSquared { get; }

    /// <summary>rho^2: the square of the distance between the centers.</summary>
    T CenterDistanceSquared { get; }

    /// <summary>The distance of the centers along x, times that along y.</summary>
    T OffsetProduct { get; }

    /// <summary>The sum of the squared distances of the upper left and of the lower right corners.</summary>
    T CornerDistancesSquared { get; }

    /// <summary>atan(W / H) - atan(w / h); the angle of a point is 0, and it has no slopes.</summary>
    T AspectAngle { get; }

    /// <summary>A term of widths and of what is horizontal.</summary>
    T AlongX<TFormula>(TFormula formula)
        where TFormula : struct, IAxisFormula;

    /// <summary>A term of heights and of what is vertical.</summary>
    T AlongY<TFormula>(TFormula formula)
        where TFormula : struct, IAxisFormula;
}
