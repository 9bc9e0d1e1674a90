using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using SegLab.Imaging;
using SegLab.Training.Comparison;

namespace SegLab.Training.Data;

/// <summary>One look at all of a dataset: checks that it can be trained on, counts its classes, and takes its fingerprint.</summary>
sealed class DatasetSurvey
{
    /// <summary>
    /// A class with a smaller share of the training pixels is rare: its IoU sways the mean far more than the pixel accuracy.
    /// </summary>
    const double RareFraction = 0.015;

    readonly SegmentationDataset dataset;
    readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    float[] row = [];

    DatasetSurvey(SegmentationDataset dataset)
    {
        this.dataset = dataset;
        TrainingPixels = new long[dataset.ClassNames.Count];
    }

    /// <summary>Training pixels of each class.</summary>
    public long[] TrainingPixels { get; }

    /// <summary>Validation pixels that count.</summary>
    public long ValidationPixels { get; private set; }

    /// <summary>SHA-256 of names, images and masks, in hexadecimal: equal for equal datasets, wherever they lie.</summary>
    public string Fingerprint { get; private set; } = "";

    /// <summary>The dataset in figures.</summary>
    public DatasetSummary Summarize()
    {
        double total = Math.Max(TrainingPixels.Sum(), 1);
        double[] fractions = [.. TrainingPixels.Select(pixels => pixels / total)];
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
        foreach (string name in dataset.ClassNames) survey.Append(name);
        survey.Append(dataset.ClassNames.Count, dataset.IgnoreLabel ?? -1, dataset.Training.Count, dataset.Validation.Count);
        foreach (SegmentationSample sample in dataset.Training) survey.Add(sample, survey.TrainingPixels);
        var validationPixels = new long[dataset.ClassNames.Count];
        foreach (SegmentationSample sample in dataset.Validation) survey.Add(sample, validationPixels);
        survey.ValidationPixels = validationPixels.Sum();
        survey.Fingerprint = Convert.ToHexStringLower(survey.hash.GetHashAndReset());
        survey.hash.Dispose();
        return survey;
    }

    void Add(SegmentationSample sample, long[] pixels)
    {
        var (name, image, mask) = sample;
        if (image.Width != mask.Width || image.Height != mask.Height)
            throw new ArgumentException(
                $"Image '{name}' is {image.Height} x {image.Width} (height x width), its mask {mask.Height} x {mask.Width}.");
        RasterImage reference = dataset.Training[0].Image;
        if (image.Channels != reference.Channels)
            throw new ArgumentException(
                $"Image '{name}' has {image.Channels} channels, '{dataset.Training[0].Name}' has {reference.Channels}.");

        ReadOnlySpan<ushort> labels = mask.Labels;
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] < pixels.Length && labels[i] != dataset.IgnoreLabel) pixels[labels[i]]++;
            else if (labels[i] != dataset.IgnoreLabel)
                throw new ArgumentException(
                    $"The mask of '{name}' holds the label {labels[i]} at row {i / mask.Width}, column {i % mask.Width}; classes are 0 " +
                    $"to {pixels.Length - 1}{(dataset.IgnoreLabel is { } ignore ? $", and {ignore} is ignored" : "")}.");
        }

        Append(name);
        Append(image.Channels, image.Height, image.Width, image.Maximum);
        hash.AppendData(MemoryMarshal.AsBytes(labels));
        if (row.Length < image.Width) row = new float[image.Width];
        Span<float> values = row.AsSpan(0, image.Width);
        for (int channel = 0; channel < image.Channels; channel++)
        {
            for (int y = 0; y < image.Height; y++)
            {
                image.CopyRow(channel, y, 0, values);
                hash.AppendData(MemoryMarshal.AsBytes(values));
            }
        }
    }

    void Append(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Append(bytes.Length);
        hash.AppendData(bytes);
    }

    void Append(params ReadOnlySpan<int> numbers)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        foreach (int number in numbers)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
            hash.AppendData(bytes);
        }
    }
}
