namespace SegLab.Studio.Charts;

/// <summary>A picture of an <see cref="ImageGrid"/>.</summary>
/// <param name="Description">What it shows, for those who cannot see it.</param>
/// <param name="Layers">Its layers, the lowest first.</param>
public sealed record Picture(string Description, IReadOnlyList<PictureLayer> Layers);
