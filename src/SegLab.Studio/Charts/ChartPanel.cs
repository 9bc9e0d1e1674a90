namespace SegLab.Studio.Charts;

/// <summary>One of the charts of a <see cref="PanelFigure"/>.</summary>
/// <param name="Title">What tells it from the others.</param>
/// <param name="XTitle">What the horizontal axis measures, with its unit.</param>
/// <param name="YTitle">What the vertical axis measures, with its unit.</param>
/// <param name="Series">Its lines; those of the same place have the same look, and one name, in all panels.</param>
public sealed record ChartPanel(string Title, string XTitle, string YTitle, IReadOnlyList<LineSeries> Series)
{
    /// <summary>The ends of the horizontal axis; those of the lines when null.</summary>
    public (double Low, double High)? Across { get; init; }

    /// <summary>The vertical axis does not go below this.</summary>
    public double Lowest { get; init; } = double.NegativeInfinity;

    /// <summary>The vertical axis does not go above this.</summary>
    public double Highest { get; init; } = double.PositiveInfinity;
}
