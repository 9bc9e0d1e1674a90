namespace SegLab.Imaging;

/// <summary>An image with its mask, of one size.</summary>
/// <param name="Name">The file stem, or a generated image's number.</param>
/// <param name="Image">The image.</param>
/// <param name="Mask">The class index of each of its pixels.</param>
public sealed record SegmentationSample(string Name, RasterImage Image, LabelMap Mask);
