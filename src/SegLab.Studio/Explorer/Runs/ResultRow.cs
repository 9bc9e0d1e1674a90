namespace SegLab.Studio.Explorer.Runs;

/// <summary>A result in the table of all.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Address">Where it is shown.</param>
/// <param name="Kind">What it is.</param>
/// <param name="State">Whether there is more to come.</param>
/// <param name="Subject">What the figures are of: the best loss of a comparison, the predictions of an evaluation.</param>
/// <param name="MeanIoU">Its mean IoU.</param>
/// <param name="Low">The lower end of its 95 % interval over the images.</param>
/// <param name="High">The upper end.</param>
/// <param name="PixelAccuracy">The share of pixels that are right.</param>
/// <param name="Images">How many images it was judged on.</param>
public sealed record ResultRow(
    string Name, string Address, RunKind Kind, RunState State, string Subject, double? MeanIoU, double? Low, double? High, double? PixelAccuracy, int? Images)
{
    internal static ResultRow Of(RunEntry entry) => entry.Headline is { } headline
        ? new ResultRow(entry.Found.Name, entry.Address, entry.Found.Kind, entry.State, headline.Of, headline.MeanIoU, headline.Low, headline.High, headline.PixelAccuracy, headline.Images)
        : new ResultRow(entry.Found.Name, entry.Address, entry.Found.Kind, entry.State, "", null, null, null, null, null);
}
