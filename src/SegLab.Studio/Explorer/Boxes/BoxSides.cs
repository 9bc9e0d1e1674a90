using SegLab.Boxes;

namespace SegLab.Studio.Explorer.Boxes;

/// <summary>The four sides of a box, or how far these move. Lengths have the unit of the board; y grows downward.</summary>
/// <param name="Left">The left side's x.</param>
/// <param name="Top">The upper side's y.</param>
/// <param name="Right">The right side's x.</param>
/// <param name="Bottom">The lower side's y.</param>
public readonly record struct BoxSides(double Left, double Top, double Right, double Bottom)
{
    /// <summary>From left to right.</summary>
    public double Width => Right - Left;

    /// <summary>From top to bottom.</summary>
    public double Height => Bottom - Top;

    /// <summary>Width times height.</summary>
    public double Area => Width * Height;

    /// <summary>The center's x.</summary>
    public double CenterX => (Left + Right) / 2;

    /// <summary>The center's y.</summary>
    public double CenterY => (Top + Bottom) / 2;

    /// <summary>The length of the diagonal.</summary>
    public double Diagonal => Math.Sqrt(Width * Width + Height * Height);

    /// <summary>Whether all four are finite.</summary>
    public bool IsFinite => double.IsFinite(Left + Top + Right + Bottom);

    /// <summary>The box after its sides have moved.</summary>
    /// <param name="way">How far each side moves at a rate of 1.</param>
    /// <param name="rate">The rate.</param>
    public BoxSides Moved(BoxSides way, double rate) =>
        new(Left + rate * way.Left, Top + rate * way.Top, Right + rate * way.Right, Bottom + rate * way.Bottom);

    /// <summary>Writes the box as the four numbers of a format.</summary>
    internal void Write(Span<double> numbers, BoxFormat format)
    {
        (numbers[0], numbers[1]) = format == BoxFormat.CenterSize ? (CenterX, CenterY) : (Left, Top);
        (numbers[2], numbers[3]) = format == BoxFormat.Corners ? (Right, Bottom) : (Width, Height);
    }
}
