namespace SegLab.Studio.Explorer.Boxes;

/// <summary>An arrow on the board.</summary>
/// <param name="X">Its start's x.</param>
/// <param name="Y">Its start's y.</param>
/// <param name="ToX">Its tip's x.</param>
/// <param name="ToY">Its tip's y.</param>
readonly record struct BoxArrow(double X, double Y, double ToX, double ToY)
{
    const double Longest = 0.8, GreatestScale = 100, Lane = 0.09;

    /// <summary>How long it is.</summary>
    public double Length => double.Hypot(ToX - X, ToY - Y);

    /// <summary>The learning rate whose step the arrows show: the largest of 1, 2 and 5 times a power of ten with which none is too long to see, 100 at most.</summary>
    /// <param name="descents">How the sides move at a rate of 1.</param>
    public static double ScaleOf(IEnumerable<BoxSides> descents)
    {
        double longest = descents.Where(way => way.IsFinite)
            .Select(way => double.Hypot(Math.Max(Math.Abs(way.Left), Math.Abs(way.Right)), Math.Max(Math.Abs(way.Top), Math.Abs(way.Bottom)))).DefaultIfEmpty(0).Max();
        if (longest * GreatestScale <= Longest) return GreatestScale;
        double greatest = Longest / longest, power = Math.Pow(10, Math.Floor(Math.Log10(greatest)));
        return power * (greatest >= 5 * power ? 5 : greatest >= 2 * power ? 2 : 1);
    }

    /// <summary>The arrows of a box: where a step takes its corners, or its sides.</summary>
    /// <param name="box">The box.</param>
    /// <param name="descent">How its sides move at a rate of 1.</param>
    /// <param name="scale">The rate that is shown.</param>
    /// <param name="place">What has arrows.</param>
    /// <param name="lane">Sides move along one line whatever the loss: beside the middle of a side, in which lane.</param>
    public static BoxArrow[] Of(BoxSides box, BoxSides descent, double scale, ArrowPlace place, double lane = 0)
    {
        if (place == ArrowPlace.None || !descent.IsFinite) return [];
        BoxSides to = box.Moved(descent, scale);
        (double x, double y) = (box.CenterX + lane * Lane, box.CenterY + lane * Lane);
        return place == ArrowPlace.Sides
            ? [new(box.Left, y, to.Left, y), new(x, box.Top, x, to.Top), new(box.Right, y, to.Right, y), new(x, box.Bottom, x, to.Bottom)]
            : [new(box.Left, box.Top, to.Left, to.Top), new(box.Right, box.Top, to.Right, to.Top),
               new(box.Right, box.Bottom, to.Right, to.Bottom), new(box.Left, box.Bottom, to.Left, to.Bottom)];
    }
}

/// <summary>What of a box has arrows.</summary>
public enum ArrowPlace
{
    /// <summary>Its four corners.</summary>
    Corners,

    /// <summary>Its four sides.</summary>
    Sides,

    /// <summary>Nothing.</summary>
    None,
}
