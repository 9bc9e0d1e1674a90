using Microsoft.AspNetCore.Components;

namespace SegLab.Studio.Charts;

/// <summary>Line charts side by side as one drawing: a title, a note, one legend above them all, and the charts in rows.</summary>
public sealed partial class PanelFigure : ComponentBase
{
    const double TitleLine = 21, NoteLine = 17, KeyLine = 19, SampleWidth = 26, KeyGap = 22, TitleRoom = 22, Gap = 32, TitleCharacter = 8.4;
    const double LeastPanelHeight = 210, UsualShape = 0.65, WidthForTwo = 620;

    IReadOnlyList<string> titleLines = [], noteLines = [];
    readonly List<Key> keys = [];
    double noteTop, firstRow, panelWidth, panelHeight, total;
    int columns;

    /// <summary>What it shows.</summary>
    [Parameter, EditorRequired] public string Title { get; set; } = "";

    /// <summary>What one has to know to read it; long ones are broken into lines.</summary>
    [Parameter] public string Note { get; set; } = "";

    /// <summary>Whether the title is drawn; otherwise it only serves those who cannot see the drawing.</summary>
    [Parameter] public bool Headed { get; set; } = true;

    /// <summary>The charts, in rows from left to right.</summary>
    [Parameter, EditorRequired] public IReadOnlyList<ChartPanel> Panels { get; set; } = [];

    /// <summary>Width in pixels; where it is small, the charts stand one below the other.</summary>
    [Parameter] public double Width { get; set; } = 880;

    /// <summary>Height in pixels, more where the charts need it; what suits the width when null.</summary>
    [Parameter] public double? Height { get; set; }

    string Description => string.Join("; ", Panels.Select(panel => $"{panel.Title}: {panel.YTitle} by {panel.XTitle}"));

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        titleLines = Headed ? TextLines.Break(Title, Width, TitleCharacter) : [];
        noteLines = TextLines.Break(Note, Width);
        noteTop = 16 + titleLines.Count * TitleLine;
        double y = PlaceKeys(noteTop + noteLines.Count * NoteLine + 6);

        columns = Panels.Count > 1 && Width >= WidthForTwo ? 2 : 1;
        int rows = (Panels.Count + columns - 1) / columns;
        firstRow = y + 14 + TitleRoom;
        panelWidth = (Width - (columns - 1) * Gap) / columns;
        double room = Height is { } height ? (height - firstRow - (rows - 1) * (Gap + TitleRoom)) / Math.Max(1, rows) : panelWidth * UsualShape;
        panelHeight = Math.Max(LeastPanelHeight, room);
        total = firstRow + rows * panelHeight + (rows - 1) * (Gap + TitleRoom);
    }

    /// <summary>Puts the legend's keys into as many lines as they need, and returns where the last of them is.</summary>
    double PlaceKeys(double y)
    {
        keys.Clear();
        double x = 0;
        foreach ((int i, LineSeries series) in (Panels.Count > 0 ? Panels[0].Series : []).Index())
        {
            double width = SampleWidth + 7 + TextLines.CharacterWidth * series.Name.Length;
            if (x > 0 && x + width > Width) (x, y) = (0, y + KeyLine);
            keys.Add(new Key(series.Name, SeriesStyle.Classes(series.Colour ?? i), x, y));
            x += width + KeyGap;
        }

        return y;
    }

    Inset Place(int panel) => new(panel % columns * (panelWidth + Gap), firstRow + panel / columns * (panelHeight + Gap + TitleRoom));

    sealed record Key(string Name, string Classes, double X, double Y);
}
