using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SegLab.Numerics;

namespace SegLab.Boxes.Regression;

/// <summary>
/// The directions of the DIoU paper's own program (Zheng et al. 2020), which its authors call moving directions made by hand. They differ from the gradients in four ways: where boxes
/// are apart GIoU's intersection is a product of negative extents; the slope of c^2 mixes both axes, and has the wrong sign along x and y; widths and
/// heights move twice as far for IoU and GIoU; and CIoU leaves out 1 / (w^2 + h^2).
/// </summary>
readonly struct PublishedIoUDirection : IDirection
{
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public BoxLanes Of(in BoxLanes box, in BoxLanes target) => new PublishedMeasures(box, target).IoUDirection;
}

/// <inheritdoc cref="PublishedIoUDirection"/>
readonly struct PublishedGIoUDirection : IDirection
{
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public BoxLanes Of(in BoxLanes box, in BoxLanes target)
    {
        var measures = new PublishedMeasures(box, target);
        return PublishedMeasures.Sum(measures.IoUDirection, measures.EnclosingDirection);
    }
}

/// <inheritdoc cref="PublishedIoUDirection"/>
readonly struct PublishedDIoUDirection : IDirection
{
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public BoxLanes Of(in BoxLanes box, in BoxLanes target)
    {
        var measures = new PublishedMeasures(box, target);
        return PublishedMeasures.Sum(measures.IoUDirection, measures.DistanceDirection);
    }
}

/// <inheritdoc cref="PublishedIoUDirection"/>
readonly struct PublishedCIoUDirection : IDirection
{
    const double Sharpness = 4 / (Math.PI * Math.PI);

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public BoxLanes Of(in BoxLanes box, in BoxLanes target)
    {
        var measures = new PublishedMeasures(box, target);
        Vector512<double> angle = PackMath.Atan2(target.Width, target.Height) - PackMath.Atan2(box.Width, box.Height), zero = Vector512.Create(0.0);
        Vector512<double> v = Sharpness * (angle * angle), weight = v / (Vector512.Create(1 + 1e-7) - measures.IoU + v), pull = 2 * Sharpness * (weight * angle);
        BoxLanes aspect = new(zero, zero, pull * box.Height, -(pull * box.Width));
        return PublishedMeasures.Sum(PublishedMeasures.Sum(measures.IoUDirection, measures.DistanceDirection), aspect);
    }
}

/// <summary>What the published directions are made of. Slopes by sides are in the order left, upper, right, lower.</summary>
readonly struct PublishedMeasures
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    readonly BoxLanes box, target;

    /// <summary>Extents of the intersection, negative where boxes are apart, and of the enclosing box.</summary>
    readonly Vector512<double> overlapWidth, overlapHeight, enclosingWidth, enclosingHeight;

    /// <summary>1 where a side of the box is inside of the target, 0 elsewhere; and 1 where it is outside.</summary>
    readonly Vector512<double> leftInside, topInside, rightInside, bottomInside, leftOutside, topOutside, rightOutside, bottomOutside;

    readonly Vector512<double> intersection, union;

    [MethodImpl(Inline)]
    public PublishedMeasures(in BoxLanes box, in BoxLanes target)
    {
        (this.box, this.target) = (box, target);
        Vector512<double> left = box.Left, top = box.Top, right = box.Right, bottom = box.Bottom;
        Vector512<double> targetLeft = target.Left, targetTop = target.Top, targetRight = target.Right, targetBottom = target.Bottom;
        overlapWidth = Vector512.Min(right, targetRight) - Vector512.Max(left, targetLeft);
        overlapHeight = Vector512.Min(bottom, targetBottom) - Vector512.Max(top, targetTop);
        enclosingWidth = Vector512.Max(right, targetRight) - Vector512.Min(left, targetLeft);
        enclosingHeight = Vector512.Max(bottom, targetBottom) - Vector512.Min(top, targetTop);
        intersection = overlapWidth * overlapHeight;
        union = box.Width * box.Height + target.Width * target.Height - intersection;
        (leftInside, leftOutside) = (Below(targetLeft, left), Below(left, targetLeft));
        (topInside, topOutside) = (Below(targetTop, top), Below(top, targetTop));
        (rightInside, rightOutside) = (Below(right, targetRight), Below(targetRight, right));
        (bottomInside, bottomOutside) = (Below(bottom, targetBottom), Below(targetBottom, bottom));
    }

    public Vector512<double> IoU
    {
        [MethodImpl(Inline)]
        get => WhereOverlapping(intersection / union);
    }

    /// <summary>Up the IoU; nowhere where boxes are apart.</summary>
    public BoxLanes IoUDirection
    {
        [MethodImpl(Inline)]
        get
        {
            Vector512<double> by = WhereOverlapping(Vector512.Create(1.0) / (union * union)), sum = union + intersection;
            return FromSides(
                by * (intersection * box.Height - sum * (leftInside * overlapHeight)),
                by * (intersection * box.Width - sum * (topInside * overlapWidth)),
                by * (sum * (rightInside * overlapHeight) - intersection * box.Height),
                by * (sum * (bottomInside * overlapWidth) - intersection * box.Width));
        }
    }

    /// <summary>Up U / C of GIoU, with the union of an intersection that may be a product of negative extents.</summary>
    public BoxLanes EnclosingDirection
    {
        [MethodImpl(Inline)]
        get
        {
            Vector512<double> area = enclosingWidth * enclosingHeight, by = Vector512.Create(1.0) / (area * area);
            return FromSides(
                by * (area * (leftInside * overlapHeight - box.Height) + union * (leftOutside * enclosingHeight)),
                by * (area * (topInside * overlapWidth - box.Width) + union * (topOutside * enclosingWidth)),
                by * (area * (box.Height - rightInside * overlapHeight) - union * (rightOutside * enclosingHeight)),
                by * (area * (box.Width - bottomInside * overlapWidth) - union * (bottomOutside * enclosingWidth)));
        }
    }

    /// <summary>Down the distance penalty of DIoU, as it was written by hand.</summary>
    public BoxLanes DistanceDirection
    {
        [MethodImpl(Inline)]
        get
        {
            Vector512<double> diagonal = enclosingWidth * enclosingWidth + enclosingHeight * enclosingHeight, both = enclosingWidth + enclosingHeight;
            Vector512<double> x = box.X - target.X, y = box.Y - target.Y, distance = x * x + y * y, by = Vector512.Create(2.0) / (diagonal * diagonal);
            Vector512<double> byWidth = 0.5 * (leftOutside + rightOutside), byHeight = 0.5 * (topOutside + bottomOutside);

            // Where the box covers the target along an axis, the slope of that extent was overwritten.
            Vector512<double> width = enclosingHeight * byWidth + enclosingWidth * Where(leftOutside * rightOutside, Vector512.Create(-1.0), byWidth);
            Vector512<double> height = enclosingWidth * byHeight + enclosingHeight * Where(topOutside * bottomOutside, Vector512.Create(-1.0), byHeight);
            return new(
                -(by * (x * diagonal + both * (rightOutside - leftOutside) * distance)),
                -(by * (y * diagonal + both * (bottomOutside - topOutside) * distance)),
                by * width * distance,
                by * height * distance);
        }
    }

    [MethodImpl(Inline)]
    public static BoxLanes Sum(in BoxLanes left, in BoxLanes right) =>
        new(left.X + right.X, left.Y + right.Y, left.Width + right.Width, left.Height + right.Height);

    // Not halved for width and height.
    [MethodImpl(Inline)]
    static BoxLanes FromSides(Vector512<double> left, Vector512<double> top, Vector512<double> right, Vector512<double> bottom) => new(left + right, top + bottom, right - left, bottom - top);

    [MethodImpl(Inline)]
    static Vector512<double> Below(Vector512<double> less, Vector512<double> more) => BoxLanes.Where(less, more, Vector512.Create(1.0), Vector512.Create(0.0));

    [MethodImpl(Inline)]
    static Vector512<double> Where(Vector512<double> condition, Vector512<double> holds, Vector512<double> otherwise) => BoxLanes.Where(Vector512.Create(0.0), condition, holds, otherwise);

    [MethodImpl(Inline)]
    Vector512<double> WhereOverlapping(Vector512<double> value) => Where(Vector512.Min(overlapWidth, overlapHeight), value, Vector512.Create(0.0));
}
