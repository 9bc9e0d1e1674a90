namespace SegLab.Studio.Plots;

/// <summary>How a plot looks as a picture.</summary>
public sealed record PlotLook
{
    internal const int Margin = 20;

    /// <summary>Width in pixels, with the margins.</summary>
    public int Width { get; init; } = 920;

    /// <summary>Height in pixels, with the margins; more where the charts need it; what suits the width when null.</summary>
    public int? Height { get; init; }

    /// <summary>Whether it is light on dark.</summary>
    public bool Dark { get; init; }
}
