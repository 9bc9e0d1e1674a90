namespace SegLab.Studio.Explorer.Canvas;

/// <summary>A round brush.</summary>
/// <param name="Radius">Its radius in pixels, <see cref="LeastRadius"/> to <see cref="GreatestRadius"/>.</param>
/// <param name="Confidence">The probability that it gives the foreground, or the background when it erases: 0.5 to <see cref="PaintedScene.Certainty"/>. On the truth it does not matter.</param>
/// <param name="Erases">Whether it paints background.</param>
readonly record struct Brush(double Radius, double Confidence, bool Erases)
{
    /// <summary>The smallest brush, one pixel.</summary>
    public const double LeastRadius = 0.5;

    /// <summary>The largest brush.</summary>
    public const double GreatestRadius = 64;
}
