namespace SegLab.Studio.Explorer.Boxes;

/// <summary>A target and the box that is predicted for it, with what the losses measure of them.</summary>
/// <param name="Target">Where the box should be.</param>
/// <param name="Predicted">Where it is.</param>
/// <remarks>The unit is that of the DIoU paper's simulation, the side of a square target.</remarks>
public readonly record struct BoxScene(BoxSides Target, BoxSides Predicted)
{
    /// <summary>Width of the board that boxes are dragged on.</summary>
    public const double BoardWidth = 6.4;

    /// <summary>Its height.</summary>
    public const double BoardHeight = 4;

    /// <summary>The least width and height of a box that is dragged.</summary>
    public const double LeastSide = 0.2;

    // What is read from text is as near to a border as its digits allow.
    const double Tolerance = 1e-9;

    /// <summary>Where both boxes are; null where they do not meet.</summary>
    public BoxSides? Intersection
    {
        get
        {
            var both = new BoxSides(
                Math.Max(Target.Left, Predicted.Left), Math.Max(Target.Top, Predicted.Top),
                Math.Min(Target.Right, Predicted.Right), Math.Min(Target.Bottom, Predicted.Bottom));
            return both is { Width: > 0, Height: > 0 } ? both : null;
        }
    }

    /// <summary>The area of the intersection over that of the union, 0 to 1; 0 where there is no union.</summary>
    public double IoU => Intersection is { } both ? both.Area / (Target.Area + Predicted.Area - both.Area) : 0;

    /// <summary>The smallest box that holds both: GIoU's C.</summary>
    public BoxSides Enclosing => new(
        Math.Min(Target.Left, Predicted.Left), Math.Min(Target.Top, Predicted.Top),
        Math.Max(Target.Right, Predicted.Right), Math.Max(Target.Bottom, Predicted.Bottom));

    /// <summary>From center to center: DIoU's rho. Its c is the diagonal of <see cref="Enclosing"/>.</summary>
    public double CenterDistance => double.Hypot(Predicted.CenterX - Target.CenterX, Predicted.CenterY - Target.CenterY);

    /// <summary>The error of the DIoU paper's simulation: |dx| + |dy| + |dw| + |dh|, center and size.</summary>
    public double Error => Math.Abs(Predicted.CenterX - Target.CenterX) + Math.Abs(Predicted.CenterY - Target.CenterY)
        + Math.Abs(Predicted.Width - Target.Width) + Math.Abs(Predicted.Height - Target.Height);

    /// <summary>Whether a box lies on the board and is no smaller than <see cref="LeastSide"/>.</summary>
    public static bool Holds(BoxSides box) =>
        box is { IsFinite: true, Left: >= -Tolerance, Top: >= -Tolerance, Right: <= BoardWidth + Tolerance, Bottom: <= BoardHeight + Tolerance }
        && box.Width >= LeastSide - Tolerance && box.Height >= LeastSide - Tolerance;
}
