using SegLab.Boxes;

namespace SegLab.Studio.Report;

/// <summary>What the simulation of box regression found, as its page shows it.</summary>
/// <param name="Results">The runs, one for each loss and way of moving.</param>
/// <param name="Claims">What is said of box losses, judged by the runs.</param>
/// <param name="Journeys">Single boxes on their way.</param>
/// <param name="Seconds">How long all of it took.</param>
public sealed record RegressionFindings(
    IReadOnlyList<RegressionResult> Results, IReadOnlyList<RegressionClaim> Claims, IReadOnlyList<BoxJourney> Journeys, double Seconds);

/// <summary>Where a box starts, where it should get, and the ways it takes there under each loss.</summary>
/// <param name="Name">How they lie: overlapping, nested, distant.</param>
/// <param name="Target">Where it should get.</param>
/// <param name="Ways">The losses and ways of moving in words, and where the box is before the first step and after each.</param>
public sealed record BoxJourney(string Name, CenteredBox Target, IReadOnlyList<(string Loss, IReadOnlyList<CenteredBox> Way)> Ways)
{
    /// <summary>Three starts: a box that overlaps with its target, one inside of it, and one apart from it.</summary>
    public static IReadOnlyList<(string Name, CenteredBox Start, CenteredBox Target)> Starts { get; } =
    [
        ("overlapping", new CenteredBox(9.2, 10.5, 0.7, 1.4), new CenteredBox(10, 10, 1.4, 0.7)),
        ("nested", new CenteredBox(10.25, 9.85, 0.5, 0.4), new CenteredBox(10, 10, 1.2, 1)),
        ("distant", new CenteredBox(8, 8.6, 0.8, 1.2), new CenteredBox(10, 10, 1, 1)),
    ];
}
