using SegLab.Numerics;

namespace SegLab.Boxes;

/// <summary>
/// The simulation of box regression in "Distance-IoU Loss" (Zheng et al. 2020, arXiv:1911.08287): anchors of several areas and aspect ratios around targets
/// of several aspect ratios descend for 200 steps, without any network.
/// </summary>
public static class RegressionProtocol
{
    /// <summary>Steps of a descent.</summary>
    public const int Steps = 200;

    /// <summary>Anchor centers that the paper draws.</summary>
    public const int PublishedCenters = 5000;

    /// <summary>Descents from each anchor center: targets times areas times aspect ratios.</summary>
    public const int CasesPerCenter = 343;

    internal const double TargetX = 10, TargetY = 10, Radius = 3;

    /// <summary>Anchor areas, as shares of the target's.</summary>
    internal static ReadOnlySpan<double> AreaFactors => [0.5, 0.67, 0.75, 1, 1.33, 1.5, 2];

    /// <summary>Width and height of boxes of area 1, from 1:4 to 4:1; of targets, and of anchors before they are scaled.</summary>
    internal static (double Width, double Height)[] UnitBoxes { get; } =
    [
        (0.5, 2), (Math.Sqrt(3) / 3, Math.Sqrt(3)), (Math.Sqrt(2) / 2, Math.Sqrt(2)), (1, 1),
        (Math.Sqrt(2), Math.Sqrt(2) / 2), (Math.Sqrt(3), Math.Sqrt(3) / 3), (2, 0.5),
    ];

    /// <summary>The learning rate of a step, 1 to <see cref="Steps"/>.</summary>
    public static double Rate(int step) => step <= 160 ? 0.1 : step <= 180 ? 0.01 : 0.001;

    /// <summary>Anchor centers, evenly distributed in a disc of radius 3 around the target's center (10, 10); drawn as the authors' program draws them.</summary>
    /// <param name="count">How many; with <see cref="PublishedCenters"/> they are the paper's.</param>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public static IReadOnlyList<(double X, double Y)> Centers(int count = PublishedCenters)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var random = new MersenneTwister(5489);
        double[] radii = [.. Enumerable.Range(0, count).Select(_ => Radius * Math.Sqrt(random.NextDouble()))];
        double[] angles = [.. Enumerable.Range(0, count).Select(_ => 2 * Math.PI * random.NextDouble())];
        return [.. radii.Zip(angles, (radius, angle) => (TargetX + radius * Math.Cos(angle), TargetY + radius * Math.Sin(angle)))];
    }
}
