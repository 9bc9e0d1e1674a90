using SegLab.Imaging;

namespace SegLab.Training.Data;

/// <summary>What is taken from each channel of an image, and what it is divided by, before a network sees it.</summary>
public sealed class Normalization
{
    /// <summary>Normalizes with given figures, a number a channel, for samples scaled to 0..1.</summary>
    /// <exception cref="ArgumentException">The lengths differ, a number is not finite, or a deviation is not above 0.</exception>
    public Normalization(IReadOnlyList<float> mean, IReadOnlyList<float> standardDeviation)
    {
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(standardDeviation);
        if (mean.Count == 0 || mean.Count != standardDeviation.Count)
            throw new ArgumentException(
                $"A normalization needs a mean and a deviation for each channel, not {mean.Count} and {standardDeviation.Count}.");
        for (int channel = 0; channel < mean.Count; channel++)
        {
            if (!float.IsFinite(mean[channel]) || !float.IsFinite(standardDeviation[channel]) || standardDeviation[channel] <= 0)
                throw new ArgumentException(
                    $"Channel {channel} has the mean {mean[channel]} and the deviation {standardDeviation[channel]}; both must be " +
                    "finite, and the deviation above 0.");
        }

        (Mean, StandardDeviation) = (mean, standardDeviation);
    }

    /// <summary>The mean of each channel.</summary>
    public IReadOnlyList<float> Mean { get; }

    /// <summary>The standard deviation of each channel; 1 for a channel that never changes.</summary>
    public IReadOnlyList<float> StandardDeviation { get; }

    /// <summary>Channels an image must have.</summary>
    public int Channels => Mean.Count;

    /// <summary>Takes the figures of all pixels of some images.</summary>
    /// <exception cref="ArgumentException">There is no image, or the images differ in their channels.</exception>
    public static Normalization Of(IReadOnlyList<SegmentationSample> samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (samples.Count == 0) throw new ArgumentException("There is no image to take the mean and deviation of.", nameof(samples));
        int channels = samples[0].Image.Channels;
        var sums = new double[channels];
        var squares = new double[channels];
        double pixels = 0;
        float[] row = [];
        foreach (var (name, image, _) in samples)
        {
            if (image.Channels != channels)
                throw new ArgumentException(
                    $"Image '{name}' has {image.Channels} channels, '{samples[0].Name}' has {channels}.", nameof(samples));
            if (row.Length < image.Width) row = new float[image.Width];
            Span<float> values = row.AsSpan(0, image.Width);
            for (int channel = 0; channel < channels; channel++)
            {
                for (int y = 0; y < image.Height; y++)
                {
                    image.CopyRow(channel, y, 0, values);
                    foreach (float value in values)
                    {
                        sums[channel] += value;
                        squares[channel] += (double)value * value;
                    }
                }
            }

            pixels += (double)image.Width * image.Height;
        }

        var mean = new float[channels];
        var deviation = new float[channels];
        for (int channel = 0; channel < channels; channel++)
        {
            double average = sums[channel] / pixels;
            double variance = squares[channel] / pixels - average * average;
            mean[channel] = (float)average;
            deviation[channel] = variance > 1e-10 ? (float)Math.Sqrt(variance) : 1;
        }

        return new Normalization(mean, deviation);
    }

    /// <summary>Writes part of a row of one channel, normalized.</summary>
    internal void CopyRow(RasterImage image, int channel, int row, int column, Span<float> destination)
    {
        image.CopyRow(channel, row, column, destination);
        float mean = Mean[channel], scale = 1 / StandardDeviation[channel];
        for (int i = 0; i < destination.Length; i++) destination[i] = (destination[i] - mean) * scale;
    }

    /// <summary>Writes a whole image into one place of a batch, normalized.</summary>
    internal void Copy(RasterImage image, FeatureMap destination, int place)
    {
        for (int channel = 0; channel < image.Channels; channel++)
        {
            Span<float> plane = destination.Plane(place, channel);
            for (int row = 0; row < image.Height; row++) CopyRow(image, channel, row, 0, plane.Slice(row * image.Width, image.Width));
        }
    }
}
