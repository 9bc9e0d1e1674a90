using SegLab.Imaging;
using SegLab.Training.Comparison;

namespace SegLab.Training.Data;

/// <summary>One look at all of a dataset: checks that it can be trained on, and takes its figures.</summary>
sealed class DatasetSurvey
{
    /// <summary>
    /// A class with a smaller share of the training pixels is rare: its IoU sways the mean far more than the pixel accuracy.
    /// </summary>
    const double RareFraction = 0.015;

    readonly SegmentationDataset dataset;

    DatasetSurvey(SegmentationDataset dataset) => (this.dataset, Fingerprint) = (dataset, dataset.Fingerprint());

    /// <summary>Validation pixels that count.</summary>
    public long ValidationPixels { get; private set; }

    /// <inheritdoc cref="SegmentationDataset.Fingerprint"/>
    public string Fingerprint { get; }

    /// <summary>The dataset in figures.</summary>
    public DatasetSummary Summarize()
    {
        double[] fractions = dataset.ClassFractions();
        return new DatasetSummary(
            dataset.Name,
            dataset.ClassNames,
            fractions,
            [.. Enumerable.Range(0, fractions.Length).Where(label => fractions[label] is > 0 and < RareFraction)],
            dataset.IgnoreLabel,
            dataset.Training.Count,
            dataset.Validation.Count,
            dataset.Training[0].Image.Channels);
    }

    /// <summary>Surveys a dataset.</summary>
    /// <exception cref="ArgumentException">
    /// An image and its mask differ in size, images differ in their channels, or a mask holds a label that is no class.
    /// </exception>
    public static DatasetSurvey Of(SegmentationDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (dataset.Training.Count == 0) throw new ArgumentException($"Dataset '{dataset.Name}' has no training images.");
        var survey = new DatasetSurvey(dataset);
        foreach (SegmentationSample sample in dataset.Training) survey.Check(sample);
        foreach (SegmentationSample sample in dataset.Validation) survey.ValidationPixels += survey.Check(sample);
        return survey;
    }

    /// <returns>Pixels that count.</returns>
    long Check(SegmentationSample sample)
    {
        var (name, image, mask) = sample;
        if (image.Width != mask.Width || image.Height != mask.Height)
            throw new ArgumentException(
                $"Image '{name}' is {image.Height} x {image.Width} (height x width), its mask {mask.Height} x {mask.Width}.");
        RasterImage reference = dataset.Training[0].Image;
        if (image.Channels != reference.Channels)
            throw new ArgumentException(
                $"Image '{name}' has {image.Channels} channels, '{dataset.Training[0].Name}' has {reference.Channels}.");

        int classes = dataset.ClassNames.Count;
        long pixels = 0;
        ReadOnlySpan<ushort> labels = mask.Labels;
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] == dataset.IgnoreLabel) continue;
            if (labels[i] >= classes)
                throw new ArgumentException(
                    $"The mask of '{name}' holds the label {labels[i]} at row {i / mask.Width}, column {i % mask.Width}; classes are 0 " +
                    $"to {classes - 1}{(dataset.IgnoreLabel is { } ignore ? $", and {ignore} is ignored" : "")}.");
            pixels++;
        }

        return pixels;
    }
}
