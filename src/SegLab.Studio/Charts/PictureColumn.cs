namespace SegLab.Studio.Charts;

/// <summary>Pictures that belong together and stand one below the other.</summary>
/// <param name="Title">What they show.</param>
/// <param name="Pictures">The pictures, from the top.</param>
public sealed record PictureColumn(string Title, IReadOnlyList<Picture> Pictures)
{
    /// <summary>A figure about them, as text.</summary>
    public string? Note { get; init; }
}
