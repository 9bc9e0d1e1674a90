using SegLab.Imaging;
using SegLab.Numerics;

namespace SegLab.Training.Data;

/// <summary>Draws training batches: every image once an epoch, in a new order, each as a random crop that may be mirrored.</summary>
/// <remarks>
/// What a step draws follows from (seed, epoch, step) alone, so that training can be taken up at any step. When the images are not a
/// multiple of the batch, those left over at the end of an epoch are not used in it; the order is new each epoch, so none is left out for
/// good.
/// </remarks>
sealed class BatchSampler
{
    readonly IReadOnlyList<SegmentationSample> samples;
    readonly Normalization normalization;
    readonly TrainingSettings settings;
    readonly int[] order;
    int orderedEpoch = -1;

    public BatchSampler(IReadOnlyList<SegmentationSample> samples, Normalization normalization, TrainingSettings settings)
    {
        (this.samples, this.normalization, this.settings) = (samples, normalization, settings);
        if (samples.Count < settings.Batch)
            throw new ArgumentException(
                $"A batch of {settings.Batch} needs at least as many training images, and there are {samples.Count}. Use a smaller batch.");
        foreach (var (name, image, _) in samples)
        {
            if (image.Height < settings.CropHeight || image.Width < settings.CropWidth)
                throw new ArgumentException(
                    $"Training image '{name}' is {image.Height} x {image.Width} (height x width), smaller than the crop of " +
                    $"{settings.CropHeight} x {settings.CropWidth}. Use a smaller crop.");
        }

        order = new int[samples.Count];
        Images = new FeatureMap(settings.Batch, normalization.Channels, settings.CropHeight, settings.CropWidth);
        Labels = new int[settings.Batch * settings.CropHeight * settings.CropWidth];
    }

    /// <summary>Steps of an epoch.</summary>
    public int Steps => samples.Count / settings.Batch;

    /// <summary>The normalized crops of the step drawn last, <c>[batch, channels, crop height, crop width]</c>.</summary>
    public FeatureMap Images { get; }

    /// <summary>The labels of these crops, <c>[batch, crop height, crop width]</c>.</summary>
    public int[] Labels { get; }

    /// <summary>
    /// How often each image is drawn from the next epoch on, as numbers of any scale; null for once each. An epoch has as many steps as before, so that what
    /// some images gain others lose. What a step draws then follows from them too.
    /// </summary>
    public IReadOnlyList<double>? ImageWeights { get; set; }

    /// <summary>Draws the batch of a step; both numbers count from 0.</summary>
    public void Draw(int epoch, int step)
    {
        if (epoch != orderedEpoch)
        {
            Order(Stream(epoch, 0));
            orderedEpoch = epoch;
        }

        RandomStream random = Stream(epoch, step + 1);
        for (int place = 0; place < settings.Batch; place++)
        {
            SegmentationSample sample = samples[order[step * settings.Batch + place]];
            int top = random.NextInt(sample.Image.Height - settings.CropHeight + 1);
            int left = random.NextInt(sample.Image.Width - settings.CropWidth + 1);
            bool mirrored = random.NextInt(2) == 1 && settings.FlipHorizontally;
            bool upended = random.NextInt(2) == 1 && settings.FlipVertically;
            Copy(sample, place, top, left, mirrored, upended);
        }
    }

    void Order(RandomStream random)
    {
        if (ImageWeights is null)
        {
            for (int i = 0; i < order.Length; i++) order[i] = i;
        }
        else
        {
            Resample(ImageWeights, random.NextDouble());
        }

        random.Shuffle<int>(order);
    }

    // Systematic resampling: points at equal distances along the weights, so that no image is drawn more than once off its due.
    void Resample(IReadOnlyList<double> weights, double offset)
    {
        double distance = weights.Sum() / order.Length, end = weights[0];
        int image = 0;
        for (int i = 0; i < order.Length; i++)
        {
            while ((i + offset) * distance >= end && image < weights.Count - 1) end += weights[++image];
            order[i] = image;
        }
    }

    RandomStream Stream(int epoch, int step) => new((ulong)settings.Seed, ((ulong)epoch << 32) | (uint)step);

    void Copy(SegmentationSample sample, int place, int top, int left, bool mirrored, bool upended)
    {
        int height = settings.CropHeight, width = settings.CropWidth;
        for (int row = 0; row < height; row++)
        {
            int source = upended ? top + height - 1 - row : top + row;
            for (int channel = 0; channel < normalization.Channels; channel++)
            {
                Span<float> values = Images.Plane(place, channel).Slice(row * width, width);
                normalization.CopyRow(sample.Image, channel, source, left, values);
                if (mirrored) values.Reverse();
            }

            Span<int> labels = Labels.AsSpan((place * height + row) * width, width);
            ReadOnlySpan<ushort> mask = sample.Mask.Labels.Slice(source * sample.Mask.Width + left, width);
            for (int i = 0; i < width; i++) labels[i] = mask[i];
            if (mirrored) labels.Reverse();
        }
    }
}
