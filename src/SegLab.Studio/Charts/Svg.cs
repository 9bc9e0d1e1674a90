using System.Globalization;
using System.Text;

namespace SegLab.Studio.Charts;

/// <summary>Coordinates and paths as SVG writes them, the same in every culture.</summary>
static class Svg
{
    /// <summary>A coordinate, to a hundredth of a pixel.</summary>
    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>The data of a path through the points, interrupted wherever one is not finite.</summary>
    public static string Path(IEnumerable<(double X, double Y)> points)
    {
        var path = new StringBuilder();
        bool open = false;
        foreach ((double x, double y) in points)
        {
            bool drawn = double.IsFinite(x) && double.IsFinite(y);
            if (drawn) path.Append(open ? 'L' : 'M').Append(Number(x)).Append(' ').Append(Number(y));
            open = drawn;
        }
        return path.ToString();
    }

    /// <summary>The text, cut with an ellipsis when it has more characters than fit.</summary>
    public static string Shorten(string text, int length) => text.Length <= length ? text : string.Concat(text.AsSpan(0, length - 1).TrimEnd(), "…");
}
