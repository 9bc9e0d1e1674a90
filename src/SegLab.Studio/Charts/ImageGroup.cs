namespace SegLab.Studio.Charts;

/// <summary>What an <see cref="ImageGrid"/> shows of one image.</summary>
/// <param name="Name">The image's name.</param>
/// <param name="Width">Pixels in a row of each picture.</param>
/// <param name="Height">Rows of each picture.</param>
/// <param name="Columns">The pictures, side by side.</param>
public sealed record ImageGroup(string Name, int Width, int Height, IReadOnlyList<PictureColumn> Columns)
{
    /// <summary>What there is to say about the image, if anything.</summary>
    public string? Note { get; init; }

    /// <summary>Why there are no pictures, if there are none.</summary>
    public string? Fault { get; init; }
}
