using Microsoft.AspNetCore.Components;

namespace SegLab.Studio.Charts;

/// <summary>Horizontal bars of scores from 0 to 1, one a series in each group.</summary>
public sealed partial class GroupedBarChart : ComponentBase
{
    const double CharacterWidth = 6.8, BarHeight = 13, GroupGap = 10, ValueWidth = 44;

    Axis axis = null!;
    int labelLength;
    double left, right, bottom, groupHeight;

    /// <summary>What it shows.</summary>
    [Parameter, EditorRequired] public string Title { get; set; } = "";

    /// <summary>What the bars measure.</summary>
    [Parameter, EditorRequired] public string XTitle { get; set; } = "";

    /// <summary>A name for each of a group's bars.</summary>
    [Parameter, EditorRequired] public IReadOnlyList<string> Series { get; set; } = [];

    /// <summary>The groups, from the top.</summary>
    [Parameter, EditorRequired] public IReadOnlyList<BarGroup> Groups { get; set; } = [];

    /// <summary>Width in pixels.</summary>
    [Parameter] public double Width { get; set; } = 640;

    string Description => string.Join("; ", Groups.Select(Describe));

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        axis = Axis.Linear([0, 1], Math.Max(2, (int)(Width / 130)));
        labelLength = Width < 500 ? 14 : 28;
        left = 12 + CharacterWidth * Groups.Select(group => Label(group).Length).DefaultIfEmpty(0).Max();
        right = Width - ValueWidth;
        groupHeight = Series.Count * BarHeight + GroupGap;
        bottom = Groups.Count * groupHeight;
    }

    double Length(double? value) => value is { } v && double.IsFinite(v) ? X(v) - left : 0;

    string Label(BarGroup group) => Svg.Shorten(group.Name, labelLength) + (group.Mark is null ? "" : $" · {group.Mark}");

    string Describe(BarGroup group) => $"{group.Name}: {string.Join(", ", group.Values.Select((value, i) => $"{Series[i]} {Figures.Score(value)}"))}";

    double X(double value) => axis.Position(value, left, right);
}
