using SegLab.Studio.Charts;

namespace SegLab.Studio.Explorer.Boxes;

/// <summary>The board as SVG has it: a hundred units for one of the boxes'.</summary>
static class Board
{
    const double Scale = 100;
    const double HeadLength = 11, HeadWidth = 4.5, LeastArrow = 1.5;

    /// <summary>A length or coordinate as an attribute.</summary>
    public static string Text(double length) => Svg.Number(length * Scale);

    /// <summary>A length of the drawing as one of the boxes'.</summary>
    public static double Length(double drawn) => drawn / Scale;

    /// <summary>A length of the boxes as one of the drawing.</summary>
    public static double Drawn(double length) => length * Scale;

    /// <summary>The data of a path through centers of boxes.</summary>
    public static string Way(IEnumerable<BoxStep> steps) =>
        Svg.Path(steps.Select(step => (Drawn(step.Scene.Predicted.CenterX), Drawn(step.Scene.Predicted.CenterY))));

    /// <summary>The data of an arrow's shaft and of its head; null where it is too short to see.</summary>
    public static (string Shaft, string Head)? Path(BoxArrow arrow)
    {
        double length = Drawn(arrow.Length);
        if (!(length >= LeastArrow)) return null;
        (double x, double y, double toX, double toY) = (Drawn(arrow.X), Drawn(arrow.Y), Drawn(arrow.ToX), Drawn(arrow.ToY));
        (double alongX, double alongY) = ((toX - x) / length, (toY - y) / length);
        double head = Math.Min(HeadLength, 0.7 * length), half = head * HeadWidth / HeadLength;
        (double neckX, double neckY) = (toX - head * alongX, toY - head * alongY);
        return (Svg.Path([(x, y), (neckX, neckY)]),
            Svg.Path([(toX, toY), (neckX - half * alongY, neckY + half * alongX), (neckX + half * alongY, neckY - half * alongX)]) + "z");
    }
}
