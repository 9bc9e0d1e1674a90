using SegLab.Imaging;
using SegLab.Imaging.Png;
using SegLab.Studio.Charts;
using SegLab.Training.Comparison;

namespace SegLab.Studio.Report;

/// <summary>Makes the pictures of the validation images: truth over photograph, then for each loss its prediction over its errors.</summary>
sealed class ImageGroups(ComparisonResult result)
{
    // Files of masks hold labels up to 255, and so do palettes.
    const int IgnoredColour = 255;

    readonly int? ignoreLabel = result.Dataset.IgnoreLabel;
    readonly ClassPalette palette = new(result.Dataset.IgnoreLabel is null ? null : IgnoredColour);
    readonly IReadOnlyList<string> losses = LossLabels.Of(result.Ranking.Select(loss => loss.Loss));

    /// <summary>One group an image.</summary>
    public IReadOnlyList<ImageGroup> Of(IReadOnlyList<ReportImage> images) => [.. images.Select(Group)];

    /// <summary>The colours of the classes that the images show.</summary>
    public IReadOnlyList<LegendEntry> Legend(IReadOnlyList<ReportImage> images)
    {
        var labels = new SortedSet<int>();
        foreach (LabelMap mask in images.SelectMany(image => image.Predictions.Prepend(image.Truth)))
        {
            foreach (ushort label in mask.Labels) labels.Add(label);
        }
        IReadOnlyList<string> names = result.Dataset.ClassNames;
        return [.. labels.Where(k => k < names.Count && k != ignoreLabel).Select(k => new LegendEntry(names[k], palette[k].ToString()))];
    }

    ImageGroup Group(ReportImage image, int index)
    {
        RasterImage photograph = Thumbnail.Of(image.Image);
        LabelMap truth = Thumbnail.Of(image.Truth);
        string id = $"photograph-{index + 1}";
        var first = new PictureColumn("Truth, image",
        [
            Mask($"True classes of {image.Name}", truth),
            new Picture($"The image {image.Name}", [new PictureLayer(DataUri(PngFile.EncodeRaster(photograph)), LayerStyle.Plain) { Id = id }]),
        ]);
        IEnumerable<PictureColumn> others = image.Predictions.Select((prediction, i) =>
            Column(losses[i], image, prediction, truth, id));
        return new ImageGroup(image.Name, photograph.Width, photograph.Height, [first, .. others]);
    }

    PictureColumn Column(string loss, ReportImage image, LabelMap prediction, LabelMap truth, string photograph)
    {
        LabelMap predicted = Thumbnail.Of(prediction);
        RasterImage errors = ErrorMap.Draw(truth, predicted, ignoreLabel);
        return new PictureColumn(loss,
        [
            Mask($"Prediction of {loss} for {image.Name}", predicted),
            new Picture($"Errors of {loss} on {image.Name}",
            [
                new PictureLayer("#" + photograph, LayerStyle.Dimmed),
                new PictureLayer(DataUri(PngFile.EncodeRaster(errors)), LayerStyle.Light),
            ]),
        ])
        {
            Note = $"{Figures.Share(ErrorMap.ShareRight(image.Truth, prediction, ignoreLabel))} right",
        };
    }

    Picture Mask(string description, LabelMap mask)
    {
        ushort[] labels = [.. mask.Labels.ToArray().Select(label => label == ignoreLabel ? (ushort)IgnoredColour : label)];
        byte[] file = PngFile.EncodeLabelMap(new LabelMap(mask.Width, mask.Height, labels), palette);
        return new Picture(description, [new PictureLayer(DataUri(file), LayerStyle.Crisp)]);
    }

    static string DataUri(byte[] png) => "data:image/png;base64," + Convert.ToBase64String(png);
}
