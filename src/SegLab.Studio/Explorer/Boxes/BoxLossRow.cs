using SegLab.Boxes;

namespace SegLab.Studio.Explorer.Boxes;

/// <summary>A loss of the table.</summary>
/// <param name="Loss">The loss.</param>
public sealed record BoxLossRow(BoxLoss Loss)
{
    /// <summary>Its text form.</summary>
    public string Text { get; } = Loss.ToString();

    /// <summary>Whether it is drawn.</summary>
    public bool IsShown { get; init; }

    /// <summary>Its value and gradient for the boxes as they lie.</summary>
    public BoxGradient Gradient { get; init; }
}
