namespace SegLab.Studio.Charts;

/// <summary>One of the layers that a <see cref="Picture"/> is made of.</summary>
/// <param name="Source">A data URI, or <c>#</c> and the <see cref="Id"/> of a layer on the same page.</param>
/// <param name="Style">How it is laid over those below.</param>
public sealed record PictureLayer(string Source, LayerStyle Style)
{
    /// <summary>A name, unique on the page, by which further pictures show the same pixels without holding them again.</summary>
    public string? Id { get; init; }
}
