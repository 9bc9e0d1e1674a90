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

    /// <summary>A loss with its defaults; where it takes the size of the image, that is the board's.</summary>
    public static BoxLossRow Of(BoxLossEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return new BoxLossRow(entry.Default is PointDistanceIoULoss loss ? loss with { ImageWidth = BoxScene.BoardWidth, ImageHeight = BoxScene.BoardHeight } : entry.Default);
    }
}
