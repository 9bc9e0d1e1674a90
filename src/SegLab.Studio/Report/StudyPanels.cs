using SegLab.Studio.Charts;
using SegLab.Training.Studies;

namespace SegLab.Studio.Report;

/// <summary>The charts of a study as they are drawn.</summary>
static class StudyPanels
{
    public static IReadOnlyList<ChartPanel> Of(StudyFigure figure) => [.. figure.Charts.Select(Panel)];

    static ChartPanel Panel(StudyChart chart) =>
        new(chart.Title, chart.XTitle, chart.YTitle, [.. chart.Lines.Select((line, i) => new LineSeries(line.Name, line.Points) { Colour = i })]) { Across = Across(chart) };

    static (double, double)? Across(StudyChart chart)
    {
        double[] across = [.. chart.Lines.SelectMany(line => line.Points).Select(point => point.X)];
        return across.Length > 0 && across.Max() > across.Min() ? (across.Min(), across.Max()) : null;
    }
}
