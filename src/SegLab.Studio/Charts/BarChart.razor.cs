using Microsoft.AspNetCore.Components;

namespace SegLab.Studio.Charts;

/// <summary>Horizontal bars from zero, or on a logarithmic axis where their lengths differ more than a hundredfold.</summary>
public sealed partial class BarChart : ComponentBase
{
    const double CharacterWidth = 6.8, RowHeight = 22, LogarithmicFrom = 100;

    Axis axis = null!;
    int labelLength;
    double left, right, bottom;

    /// <summary>What it shows.</summary>
    [Parameter, EditorRequired] public string Title { get; set; } = "";

    /// <summary>What the bars measure, with its unit.</summary>
    [Parameter, EditorRequired] public string XTitle { get; set; } = "";

    /// <summary>The bars, from the top; none is negative.</summary>
    [Parameter, EditorRequired] public IReadOnlyList<Bar> Bars { get; set; } = [];

    /// <summary>How a value is written; with true, how a tick of the axis is.</summary>
    [Parameter] public Func<double, bool, string>? Format { get; set; }

    /// <summary>Width in pixels.</summary>
    [Parameter] public double Width { get; set; } = 640;

    string AxisTitle => axis.IsLogarithmic ? XTitle + ", logarithmic" : XTitle;

    string Description => string.Join("; ", Bars.Select(Describe));

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        double[] positive = [.. Bars.Select(bar => bar.Value).Where(value => value > 0 && double.IsFinite(value))];
        int steps = Math.Max(2, (int)(Width / 130));
        bool logarithmic = positive.Length > 0 && positive.Max() > LogarithmicFrom * positive.Min();
        axis = logarithmic ? Axis.Logarithmic(positive, steps) : Axis.Linear(positive.Append(0), steps);
        labelLength = Width < 500 ? 14 : 28;
        left = 12 + CharacterWidth * Bars.Select(bar => Math.Min(bar.Name.Length, labelLength)).DefaultIfEmpty(0).Max();
        right = Width - CharacterWidth * (Bars.Select(bar => Annotate(bar).Length).DefaultIfEmpty(0).Max() + 1);
        bottom = Bars.Count * RowHeight + 2;
    }

    double Length(Bar bar) => bar.Value > 0 && double.IsFinite(bar.Value) ? Math.Max(1, X(bar.Value) - left) : 0;

    string Annotate(Bar bar) => bar.Mark is null ? Write(bar.Value, false) : $"{Write(bar.Value, false)} · {bar.Mark}";

    string Describe(Bar bar) => $"{bar.Name}: {Annotate(bar)}";

    string Write(double value, bool tick) => Format?.Invoke(value, tick) ?? (tick ? axis.Label(value) : Svg.Number(value));

    double X(double value) => axis.Position(value, left, right);
}
