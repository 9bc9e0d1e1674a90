using SegLab.Imaging;

namespace SegLab.Studio.Report;

/// <summary>A validation image with what the losses made of it.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="Image">The image, grey or colour.</param>
/// <param name="Truth">Its mask, of the same size.</param>
/// <param name="Predictions">A mask a loss, in the order of the ranking, of the same size.</param>
public sealed record ReportImage(string Name, RasterImage Image, LabelMap Truth, IReadOnlyList<LabelMap> Predictions);
