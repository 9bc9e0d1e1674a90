namespace SegLab.Training.Studies;

/// <summary>A figure of a study: one or two large charts, or more small ones, with one legend.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Charts">The charts. Lines of the same place have the same name.</param>
public sealed record StudyFigure(string Title, IReadOnlyList<StudyChart> Charts)
{
    /// <summary>As many charts as are drawn large.</summary>
    public const int MostLarge = 2;
}

/// <summary>A line chart of a study.</summary>
/// <param name="Title">What it shows, or what tells it from the others of its figure.</param>
/// <param name="XTitle">What the horizontal axis measures, with its unit.</param>
/// <param name="YTitle">What the vertical axis measures, with its unit.</param>
/// <param name="Lines">The lines.</param>
public sealed record StudyChart(string Title, string XTitle, string YTitle, IReadOnlyList<StudyLine> Lines);

/// <summary>A line of a <see cref="StudyChart"/>.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Points">Its points, X ascending.</param>
public sealed record StudyLine(string Name, IReadOnlyList<(double X, double Y)> Points);
