using Microsoft.AspNetCore.Components;

namespace SegLab.Studio.Charts;

/// <summary>One row a value: a dot, and a bar for the interval it may lie in.</summary>
public sealed partial class DotIntervalChart : ComponentBase
{
    const double CharacterWidth = 6.8, ValueWidth = 52, NarrowWidth = 560;
    const int LongestLabel = 42;

    Axis axis = null!;
    bool stacked;
    int labelLength;
    double left, right, bottom, rowHeight;

    /// <summary>What it shows.</summary>
    [Parameter, EditorRequired] public string Title { get; set; } = "";

    /// <summary>What is measured, with its unit.</summary>
    [Parameter, EditorRequired] public string XTitle { get; set; } = "";

    /// <summary>The rows, from the top.</summary>
    [Parameter, EditorRequired] public IReadOnlyList<IntervalPoint> Points { get; set; } = [];

    /// <summary>Width in pixels; below 560 the names stand above their rows.</summary>
    [Parameter] public double Width { get; set; } = 640;

    /// <summary>The axis does not go below this.</summary>
    [Parameter] public double Lowest { get; set; } = double.NegativeInfinity;

    /// <summary>The axis does not go above this.</summary>
    [Parameter] public double Highest { get; set; } = double.PositiveInfinity;

    /// <summary>A value that the others are seen against, such as 0 for differences; it is on the axis, with a line.</summary>
    [Parameter] public double? Reference { get; set; }

    /// <summary>How a value is written; with three decimals when null.</summary>
    [Parameter] public Func<double, string>? Format { get; set; }

    string Description => string.Join("; ", Points.Select(Describe));

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        IEnumerable<double> values = Points.SelectMany(p => new[] { p.Value, p.Low, p.High });
        axis = Axis.Linear(Reference is { } reference ? values.Append(reference) : values, Math.Max(2, (int)(Width / 170)), Lowest, Highest);
        stacked = Width < NarrowWidth;
        labelLength = stacked ? (int)(Width / CharacterWidth) : LongestLabel;
        int longest = Points.Select(point => Math.Min(point.Name.Length, labelLength)).DefaultIfEmpty(0).Max();
        rowHeight = stacked ? 40 : 26;
        left = stacked ? 10 : longest * CharacterWidth + 20;
        right = Width - ValueWidth;
        bottom = Points.Count * rowHeight + 6;
    }

    string Describe(IntervalPoint point) => double.IsFinite(point.Low) && double.IsFinite(point.High)
        ? $"{point.Name}: {Write(point.Value)} ({Write(point.Low)} to {Write(point.High)})"
        : $"{point.Name}: {Write(point.Value)}";

    string Write(double value) => Format?.Invoke(value) ?? Figures.Score(value);

    double X(double value) => axis.Position(value, left, right);
}
