using SegLab.Training.Probes;

namespace SegLab.Studio.Plots;

/// <summary>What a <see cref="LossPlot"/> shows.</summary>
public sealed record LossPlotSettings
{
    /// <summary>What runs from left to right, and what the gradient is taken by.</summary>
    public ProbeAxis Against { get; init; } = ProbeAxis.Probability;

    /// <summary>Whether the pixel is foreground (true), background (false), or each in turn (null).</summary>
    public bool? Positive { get; init; }

    /// <summary>Whether the loss is shown.</summary>
    public bool ShowLoss { get; init; } = true;

    /// <summary>Whether the gradient is shown.</summary>
    public bool ShowGradient { get; init; } = true;

    /// <summary>The image that the pixel belongs to; null for the simplest that suits all the losses.</summary>
    public ProbeImageKind? Image { get; init; }
}
